/** The sources of a core at one version, laid out so that a dependent's imports of it can be typed without installing it. */
export interface CoreSources {
  readonly version: string;
  readonly packages: readonly CorePackage[];
  /** Text of every source file, by path relative to the tree's root. */
  readonly files: ReadonlyMap<string, string>;
}

export interface CorePackage {
  readonly name: string;
  /** Folder of the package in the tree, "" or ending in `/`. */
  readonly root: string;
  /** Import specifier → path of the source file that it stands for. */
  readonly modules: ReadonlyMap<string, string>;
}
