import type { Entry } from "./package-entries.js";
import { normalise, readManifest, type TreeFiles } from "./tree-files.js";

/** Folders with a package.json of their own: how packages declared subpaths before `exports`. */
export function nestedPackages(files: TreeFiles, inside: readonly string[], root: string): Entry[] {
  const entries: Entry[] = [];
  for (const path of inside) {
    if (!path.endsWith("/package.json") || path === `${root}package.json`) continue;
    const folder = path.slice(root.length, -"package.json".length);
    const manifest = readManifest(files, root + folder);
    if (
      manifest === undefined ||
      (manifest.version !== undefined && manifest.name !== undefined && manifest.private !== true)
    )
      continue;
    const targets = [manifest.types, manifest.typings, manifest.module, manifest.main]
      .filter((target) => target !== undefined)
      .map((target) => normalise(folder + target.replace(/^\.\//, "")));
    const runtime = [manifest.module, manifest.main ?? "index.js"]
      .filter((target) => target !== undefined)
      .map((target) => normalise(folder + target));
    if (targets.length > 0) entries.push({ subpath: `./${folder.slice(0, -1)}`, targets, runtime });
  }
  return entries;
}
