/** One entry of a version's file tree. Paths use `/`; a name that is not UTF-8 is kept with its bytes escaped as `\xNN`. */
export interface TreeEntry {
  readonly path: string;
  /** Identity of the content: a git object id, or an equivalent hash for a tarball. */
  readonly oid: string;
  readonly kind: "file" | "symlink" | "submodule";
  readonly executable: boolean;
}

/** A version of a core, readable without checking it out. */
export interface SourceTree {
  /** What the user called it: a tag, a version, a commit. */
  readonly label: string;
  /** Full commit id, or the tarball's integrity string. */
  readonly revision: string;
  /** Identity of the whole tree: equal trees have equal ids. */
  readonly treeId: string;
  /** Sorted by path, by code unit. */
  readonly entries: readonly TreeEntry[];
  /** Contents of the given objects, each read once. Unknown ids are an error. */
  read(oids: readonly string[]): Promise<Map<string, Uint8Array>>;
}

/** Opens the version of another package that a release asks for, or undefined where it cannot be had. */
export type DependencyResolver = (name: string, range: string) => Promise<SourceTree | undefined>;
