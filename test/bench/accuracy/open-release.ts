import { createNpmResolver, openNpmPackage } from "../../../src/adapters/registry/npm.js";
import { BlobStore } from "../../../src/analysis/load.js";
import { openCore, type CoreVersion } from "../../../src/analysis/open-core.js";
import type { LabelledRelease } from "./labels.js";

export interface OpenedRelease extends LabelledRelease {
  readonly before: CoreVersion;
  readonly after: CoreVersion;
}

/** Both versions of a release, read and linked. Tarballs are kept in `cacheDir`. */
export async function openRelease(release: LabelledRelease, cacheDir: string): Promise<OpenedRelease> {
  const options = { blobs: new BlobStore(), facts: new Map(), resolveDependency: createNpmResolver({ cacheDir }) };
  const open = async (version: string) => openCore(await openNpmPackage(release.pkg, version, { cacheDir }), options);
  return { ...release, before: await open(release.from), after: await open(release.to) };
}
