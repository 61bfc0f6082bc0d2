import type { TreeEntry } from "../../domain/source-tree.js";
import { OnxError } from "../../domain/errors.js";
import type { Repository } from "./repository.js";

export interface Commit {
  readonly sha: string;
  readonly treeId: string;
}

/** Read access to a repository's objects. Two ways to the same answers: the `git` binary, and isomorphic-git in process. */
export interface GitObjects {
  /** The commits that full ref names or (abbreviated) object ids stand for, tags peeled; undefined where there is none. */
  commits(names: readonly string[]): Promise<(Commit | undefined)[]>;
  /** Every file, symlink and submodule of a tree. */
  entries(treeId: string): Promise<TreeEntry[]>;
  blobs(oids: readonly string[]): Promise<Map<string, Uint8Array>>;
  /** Full names of tags and branches. */
  refs(): Promise<string[]>;
}

export function missingObject(repository: Repository, oid: string): OnxError {
  return new OnxError("git-object-missing", `the repository has no object ${oid} of that kind`, {
    place: repository.path,
    remedy: "fetch it completely, for instance with git fetch --refetch",
  });
}
