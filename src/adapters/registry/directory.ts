import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OnxError } from "../../domain/errors.js";
import { compareText } from "../../domain/hash.js";
import { checkFiles, digestOf, readFiles, writeFiles } from "./entry-files.js";
import type { EntryFiles, ManifestKey, ManifestRegistry, Publication, ResolvedEntry } from "./manifest-registry.js";
import { checkKey, parseRegistryUri, REGISTRY_PREFIX, registryUri } from "./registry-uri.js";

/** Beside the entry's files, which lie in `files/`. */
const DIGEST_FILE = "digest";

/** A registry in a folder: `core_migrations/PACKAGE/FROM_TO/files/…`, readable as it lies there. */
export function openDirectoryRegistry(root: string): ManifestRegistry {
  const base = join(root, "core_migrations");

  function folderOf(key: ManifestKey): string {
    return join(base, key.package, `${key.from}_${key.to}`);
  }

  async function publish(key: ManifestKey, files: EntryFiles): Promise<Publication> {
    checkKey(key);
    checkFiles(files);
    const digest = digestOf(files);
    const created = await writeOnce(folderOf(key), files, digest);
    if (!created) await requireSame(folderOf(key), key, digest);
    return { uri: registryUri(key), digest, created };
  }

  /** True where the entry was made here; one rename brings it into being, so that nobody sees half of it. */
  async function writeOnce(folder: string, files: EntryFiles, digest: string): Promise<boolean> {
    if ((await readDigest(folder)) !== undefined) return false;
    await mkdir(dirname(folder), { recursive: true });
    const temporary = await mkdtemp(join(root, ".publishing-"));
    try {
      await writeFiles(join(temporary, "files"), files);
      await writeFile(join(temporary, DIGEST_FILE), `${digest}\n`);
      // mkdtemp lets nobody else in, and a registry is there to be shared.
      await chmod(temporary, 0o755);
      await rename(temporary, folder);
      return true;
    } catch (error) {
      // Somebody else published in the meantime.
      if ((await readDigest(folder)) !== undefined) return false;
      throw error;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }

  async function locate(uri: string): Promise<ManifestKey> {
    const asked = parseRegistryUri(uri);
    return { ...asked, package: asked.package ?? (await onlyPackage(uri)) };
  }

  async function resolve(uri: string): Promise<ResolvedEntry> {
    const key = await locate(uri);
    const folder = folderOf(key);
    const [digest, files] = await Promise.all([readDigest(folder), readFiles(join(folder, "files"))]);
    if (digest === undefined || files === undefined) throw await notPublished(key);
    if (digestOf(files) !== digest) throw spoilt(key, folder);
    return { key, uri: registryUri(key), digest, files };
  }

  async function onlyPackage(uri: string): Promise<string> {
    const packages = [...new Set((await list()).map((key) => key.package))];
    const [only] = packages;
    if (only !== undefined && packages.length === 1) return only;
    const what = only === undefined ? "the registry is empty" : `the registry holds ${packages.length} packages`;
    throw new OnxError("registry-package-unclear", `${what}, so ${uri} names no manifest`, {
      place: root,
      remedy: only === undefined ? "publish one first" : `name the package: one of ${packages.slice(0, 5).join(", ")}`,
    });
  }

  async function notPublished(key: ManifestKey): Promise<OnxError> {
    const known = (await list()).filter((other) => other.package === key.package);
    const pairs = known.map(({ from, to }) => `${from}_${to}`).slice(0, 5);
    return new OnxError("manifest-not-published", `no manifest is published as ${registryUri(key)}`, {
      place: root,
      remedy: pairs.length === 0 ? "run onx-manifest publish" : `there are ${pairs.join(", ")}`,
    });
  }

  async function list(): Promise<ManifestKey[]> {
    const folders = await readdir(base, { recursive: true, withFileTypes: true }).catch(() => []);
    const digests = folders.filter((entry) => entry.isFile() && entry.name === DIGEST_FILE);
    return digests.flatMap((entry) => keyOf(entry.parentPath.slice(base.length + 1))).sort(compareKeys);
  }

  return { publish, resolve, locate, list };
}

async function readDigest(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, DIGEST_FILE), "utf8").catch(() => undefined);
  return text?.trim();
}

async function requireSame(folder: string, key: ManifestKey, digest: string): Promise<void> {
  if ((await readDigest(folder)) === digest) return;
  throw new OnxError("manifest-already-published", `${registryUri(key)} is published with other contents`, {
    place: folder,
    remedy: "entries never change; publish under a new version",
  });
}

function spoilt(key: ManifestKey, folder: string): OnxError {
  return new OnxError("manifest-spoilt", `${registryUri(key)} was changed after it was published`, {
    place: folder,
    remedy: "delete the entry and publish it again",
  });
}

/** `PACKAGE/FROM_TO`; none of a folder that is no entry. */
function keyOf(path: string): ManifestKey[] {
  try {
    const { package: name, from, to } = parseRegistryUri(`${REGISTRY_PREFIX}${path}`);
    return name === undefined ? [] : [{ package: name, from, to }];
  } catch {
    return [];
  }
}

function compareKeys(a: ManifestKey, b: ManifestKey): number {
  return compareText(a.package, b.package) || compareText(a.from, b.from) || compareText(a.to, b.to);
}
