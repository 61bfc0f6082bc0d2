import fs from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import git from "isomorphic-git";
import type { TreeEntry } from "../../domain/source-tree.js";
import { missingObject, type Commit, type GitObjects } from "./objects.js";
import type { Repository } from "./repository.js";
import { parseTreeObject, sortEntries, treeEntry } from "./tree-parsing.js";

/** isomorphic-git, for machines without a `git` binary. Its own tree reader loses names that are not UTF-8, so trees are parsed here. */
export function openInProcessObjects(repository: Repository): GitObjects {
  const store = { fs, gitdir: repository.commonDir, cache: {} };

  async function commit(name: string): Promise<Commit | undefined> {
    try {
      const { oid, commit } = await git.readCommit({ ...store, oid: await objectId(name) });
      return { sha: oid, treeId: commit.tree };
    } catch {
      return undefined;
    }
  }

  async function objectId(name: string): Promise<string> {
    if (name === "HEAD") return headId(repository, (ref) => git.resolveRef({ ...store, ref }));
    return name.startsWith("refs/") ? git.resolveRef({ ...store, ref: name }) : git.expandOid({ ...store, oid: name });
  }

  async function list(treeId: string, prefix: string): Promise<TreeEntry[]> {
    const found = await git.readObject({ ...store, oid: treeId, format: "content" });
    if (found.type !== "tree" || found.format !== "content") throw missingObject(repository, treeId);
    const nested = parseTreeObject(Buffer.from(found.object)).map(async ({ mode, oid, name }) =>
      mode === "40000" ? list(oid, `${prefix}${name}/`) : [treeEntry(mode, oid, `${prefix}${name}`)],
    );
    return (await Promise.all(nested)).flat();
  }

  async function blob(oid: string): Promise<Uint8Array> {
    const found = await git.readBlob({ ...store, oid }).catch(() => undefined);
    if (found === undefined || found.oid !== oid) throw missingObject(repository, oid);
    return found.blob;
  }

  return {
    commits: (names) => Promise.all(names.map(commit)),
    entries: async (treeId) => sortEntries(await list(treeId, "")),
    blobs: async (oids) => {
      const blobs = new Map<string, Uint8Array>();
      for (const oid of oids) blobs.set(oid, await blob(oid));
      return blobs;
    },
    refs: async () => {
      const [tags, branches] = await Promise.all([git.listTags(store), git.listBranches(store)]);
      return [...tags.map((tag) => `refs/tags/${tag}`), ...branches.map((branch) => `refs/heads/${branch}`)];
    },
  };
}

/** A linked work tree has a HEAD of its own beside the shared refs. */
async function headId(repository: Repository, resolve: (ref: string) => Promise<string>): Promise<string> {
  const text = (await readFile(join(repository.gitDir, "HEAD"), "utf8")).trim();
  return text.startsWith("ref: ") ? resolve(text.slice(5)) : text;
}
