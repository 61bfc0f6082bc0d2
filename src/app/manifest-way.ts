import { parse } from "yaml";
import { z } from "zod";
import { findPath } from "../adapters/registry/find-path.js";
import type {
  EntryFiles,
  ManifestKey,
  ManifestRegistry,
  ResolvedEntry,
} from "../adapters/registry/manifest-registry.js";
import { registryUri } from "../adapters/registry/registry-uri.js";
import { OnxError } from "../domain/errors.js";
import type { Manifest } from "../domain/manifest.js";
import { composePath } from "../operations/compose/compose.js";
import type { KnownNames } from "../operations/compose/existed.js";
import { formatManifest, parseManifest } from "../operations/manifest.js";

/** Name of the manifest in the folder that `generate` writes, and in a registry's entry. */
export const MANIFEST_FILE = "change_manifest.yaml";

/** Beside it: every name that dependents can write in the version that the manifest begins with. */
const NAMES_FILE = "metadata_from.yaml";
const namesSchema = z.looseObject({ exports: z.array(z.looseObject({ fq: z.string() })) });

export interface ManifestText {
  readonly text: string;
  readonly place: string;
  /** For a composed one: the manifests that lead from the same beginning to each version on the way. */
  readonly stops?: readonly Manifest[];
}

/**
 * The text of the manifest that a URI names: the published one, or else one composed of the fewest that lead from the one version to the
 * other. Throws `OnxError` (`manifest-not-published`) where none do, with what there is.
 */
export async function readWay(registry: ManifestRegistry, uri: string): Promise<ManifestText> {
  const key = await registry.locate(uri);
  const place = registryUri(key);
  const path = (await findPath(registry, key)) ?? [];
  const [first, ...others] = await Promise.all(path.map((step) => registry.resolve(registryUri(step))));
  if (first === undefined) throw await noWay(registry, key);
  if (others.length === 0) return { text: manifestIn(first), place };
  const manifests = [first, ...others].map((entry) => parseManifest(manifestIn(entry), entry.uri));
  const names = namesIn(first);
  const stops = manifests.slice(1).map((_each, i) => composePath(manifests.slice(0, i + 1), names));
  return { text: formatManifest(composePath(manifests, names)), place, stops };
}

function manifestIn({ files, uri }: ResolvedEntry): string {
  const text = textOf(files, MANIFEST_FILE);
  if (text !== undefined) return text;
  throw new OnxError("manifest-missing", `the entry holds no ${MANIFEST_FILE}`, {
    place: uri,
    remedy: "publish it again with onx-manifest publish",
  });
}

/** Undefined for an entry that a manifest was published in alone. */
function namesIn({ files, uri }: ResolvedEntry): KnownNames | undefined {
  const text = textOf(files, NAMES_FILE);
  if (text === undefined) return undefined;
  const { data } = namesSchema.safeParse(parse(text));
  if (data !== undefined) return new Set(data.exports.map(({ fq }) => fq));
  throw new OnxError("registry-entry-invalid", `${NAMES_FILE} lists no exports`, {
    place: uri,
    remedy: "publish what onx-manifest generate wrote, as it is",
  });
}

function textOf(files: EntryFiles, name: string): string | undefined {
  const bytes = files.get(name);
  return bytes && Buffer.from(bytes).toString("utf8");
}

async function noWay(registry: ManifestRegistry, key: ManifestKey): Promise<OnxError> {
  const known = (await registry.list()).filter((each) => each.package === key.package);
  const steps = known.map(({ from, to }) => `${from}_${to}`);
  const shown =
    steps.length > MOST_SHOWN ? [...steps.slice(0, MOST_SHOWN), `${steps.length - MOST_SHOWN} more`] : steps;
  return new OnxError(
    "manifest-not-published",
    `no published manifests lead ${key.package} from ${key.from} to ${key.to}`,
    {
      place: registryUri(key),
      remedy: steps.length === 0 ? "run onx-manifest publish" : `there are ${shown.join(", ")}`,
    },
  );
}

const MOST_SHOWN = 10;
