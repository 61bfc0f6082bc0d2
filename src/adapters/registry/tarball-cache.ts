import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Tarballs of exact versions as `NAME@VERSION.SHA256.tgz`, checked against that digest when read. */
export async function readCached(folder: string, name: string, version: string): Promise<Uint8Array | undefined> {
  const prefix = cachePrefix(name, version);
  const names = await readdir(folder).catch(() => []);
  const file = names.find((known) => known.startsWith(prefix) && known.endsWith(".tgz"));
  if (file === undefined) return undefined;
  const bytes = await readFile(join(folder, file));
  return file === `${prefix}${digest(bytes)}.tgz` ? bytes : undefined;
}

export async function writeCached(folder: string, name: string, version: string, tarball: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const temporary = await mkdtemp(join(folder, ".tmp-"));
  try {
    const file = join(temporary, "tarball");
    await writeFile(file, tarball);
    await rename(file, join(folder, `${cachePrefix(name, version)}${digest(tarball)}.tgz`));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function cachePrefix(name: string, version: string): string {
  return `${name.replace("/", "+")}@${version}.`;
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
