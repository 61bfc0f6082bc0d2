import { posix } from "node:path";
import { type CoreUpgrade, type DependencyFile, type Standing, standingOf } from "./dependency-range.js";

/** A package of the dependent's repository and how far it has come. */
export interface PackageScope {
  /** Its package.json. */
  readonly path: string;
  /** Folder, "" or ending in `/`. */
  readonly root: string;
  readonly standing: Standing;
}

export interface Scope {
  readonly packages: readonly PackageScope[];
  /** The package.json that answers for a file: the nearest above it that declares the core, else the nearest. */
  packageOf(path: string): PackageScope | undefined;
}

/** How far each package has come. A file is migrated with the package that declares what it imports. */
export function scopeOf(files: readonly DependencyFile[], upgrade: CoreUpgrade): Scope {
  const catalogs = files.find(({ path }) => path.endsWith(".yaml"));
  const packages = files
    .filter(({ path }) => path.endsWith(".json"))
    .map((file) => ({ path: file.path, root: folderOf(file.path), standing: standingOf(file, upgrade, catalogs) }))
    .sort((a, b) => b.root.length - a.root.length);
  return {
    packages,
    packageOf(path) {
      const above = packages.filter(({ root }) => path.startsWith(root));
      return above.find(({ standing }) => standing !== "undeclared") ?? above[0];
    },
  };
}

function folderOf(path: string): string {
  const folder = posix.dirname(path);
  return folder === "." ? "" : `${folder}/`;
}
