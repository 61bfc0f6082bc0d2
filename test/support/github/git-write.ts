import { randomUUID } from "node:crypto";
import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { git, tryGit } from "./git-run.js";
import type { Signature } from "./git-read.js";

/** A path's new object, or null where the path is deleted. */
export interface TreeChange {
  readonly path: string;
  readonly mode: string;
  readonly sha: string | null;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

const NO_OBJECT = "0".repeat(40);

/** As GitHub serves its repositories: any commit can be fetched by its id, and refs/pull is the server's own. */
const SETTINGS = `
[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowReachableSHA1InWant = true
	allowFilter = true
[receive]
	hideRefs = refs/pull
[gc]
	auto = 0
`;

export async function initBare(dir: string): Promise<void> {
  await git(".", ["init", "--quiet", "--bare", "--initial-branch=main", dir]);
  await appendFile(join(dir, "config"), SETTINGS);
}

export async function writeBlob(dir: string, content: string | Uint8Array): Promise<string> {
  return (await git(dir, ["hash-object", "-w", "--stdin"], { input: content })).trim();
}

/** The tree of `base` (none: an empty one) with the changes made, or undefined where a deleted path is not there. */
export async function writeTree(
  dir: string,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string | undefined> {
  const index = join(dir, `index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git(dir, base === undefined ? ["read-tree", "--empty"] : ["read-tree", base], { env });
    const present = new Set((await git(dir, ["ls-files", "-z"], { env })).split("\0"));
    if (changes.some((change) => change.sha === null && !present.has(change.path))) return undefined;
    const lines = changes.filter((change) => change.mode !== "040000").map(indexLine);
    await git(dir, ["update-index", "--add", "--replace", "-z", "--index-info"], { env, input: lines.join("") });
    for (const { path, sha } of changes.filter((change) => change.mode === "040000")) {
      if (sha === null) continue;
      await git(dir, ["rm", "-r", "--cached", "--quiet", "--ignore-unmatch", "--", path], { env });
      await git(dir, ["read-tree", `--prefix=${path}/`, sha], { env });
    }
    return (await git(dir, ["write-tree"], { env })).trim();
  } finally {
    await rm(index, { force: true });
  }
}

export async function writeCommit(dir: string, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_AUTHOR_DATE: commit.author.date,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
    GIT_COMMITTER_DATE: commit.committer.date,
  };
  return (await git(dir, ["commit-tree", commit.tree, ...parents], { env, input: commit.message })).trim();
}

/** Moves or creates a ref. With `from`, only where it is still there: git's own compare-and-swap. */
export async function updateRef(dir: string, name: string, to: string, from?: string): Promise<boolean> {
  const expected = from === undefined ? [] : [from];
  return (await tryGit(dir, ["update-ref", name, to, ...expected])).ok;
}

export async function createRef(dir: string, name: string, to: string): Promise<boolean> {
  return updateRef(dir, name, to, NO_OBJECT);
}

export async function deleteRef(dir: string, name: string): Promise<boolean> {
  return (await tryGit(dir, ["update-ref", "-d", name])).ok;
}

/** The tree of a three-way merge, or undefined where it conflicts. */
export async function mergeTrees(dir: string, ours: string, theirs: string): Promise<string | undefined> {
  const { ok, stdout } = await tryGit(dir, ["merge-tree", "--write-tree", "--no-messages", ours, theirs]);
  return ok ? stdout.split("\n")[0] : undefined;
}

function indexLine(change: TreeChange): string {
  if (change.sha === null) return `0 ${NO_OBJECT}\t${change.path}\0`;
  return `${change.mode} ${change.sha}\t${change.path}\0`;
}
