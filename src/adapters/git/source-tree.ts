import type { SourceTree } from "../../domain/source-tree.js";
import { openObjects } from "./open-objects.js";
import { locateRepository } from "./repository.js";
import { findCommit, type ResolveOptions } from "./resolve-ref.js";

/** A version of a git repository, read from its objects and never checked out. */
export async function openGitTree(path: string, ref: string, options: ResolveOptions = {}): Promise<SourceTree> {
  const repository = await locateRepository(path);
  const objects = await openObjects(repository, options.engine);
  const { sha, treeId } = await findCommit(repository, objects, ref, options.packageName);
  const entries = await objects.entries(treeId);
  return {
    label: ref,
    revision: sha,
    treeId,
    entries,
    read: (oids) => objects.blobs([...new Set(oids)]),
  };
}
