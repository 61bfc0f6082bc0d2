import { git, gitBytes, tryGit } from "./git-run.js";
import { timestamp } from "./time.js";

export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface CommitObject {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

export interface TreeEntry {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  readonly size: number | undefined;
  readonly path: string;
}

export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

const FIELD = "\u001f";
const COMMIT_FORMAT = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join(FIELD);

export async function resolveCommit(dir: string, revision: string): Promise<string | undefined> {
  return resolveObject(dir, `${revision}^{commit}`);
}

export async function resolveObject(dir: string, expression: string): Promise<string | undefined> {
  const { ok, stdout } = await tryGit(dir, ["rev-parse", "--verify", "--quiet", "--end-of-options", expression]);
  return ok ? stdout.trim() : undefined;
}

export async function objectType(dir: string, sha: string): Promise<string | undefined> {
  const { ok, stdout } = await tryGit(dir, ["cat-file", "-t", sha]);
  return ok ? stdout.trim() : undefined;
}

/** `name` in full: refs/heads/main. */
export async function readRef(dir: string, name: string): Promise<Ref | undefined> {
  return (await listRefs(dir, name)).find((ref) => ref.name === name);
}

/** Refs whose full name is `prefix`, or lies in the folder `prefix`. */
export async function listRefs(dir: string, prefix: string): Promise<Ref[]> {
  const format = "%(refname)%00%(objectname)%00%(objecttype)";
  const lines = (await git(dir, ["for-each-ref", `--format=${format}`, "--", prefix])).split("\n");
  return lines.filter(Boolean).map((line) => {
    const [name = "", sha = "", type = ""] = line.split("\0");
    return { name, sha, type };
  });
}

export async function readCommits(dir: string, args: readonly string[]): Promise<CommitObject[]> {
  const output = await git(dir, ["log", "-z", `--format=${COMMIT_FORMAT}`, ...args]);
  return output.split("\0").filter(Boolean).map(parseCommit);
}

export async function readCommit(dir: string, sha: string): Promise<CommitObject> {
  const [commit] = await readCommits(dir, ["--max-count=1", sha, "--"]);
  if (commit === undefined) throw new Error(`no commit ${sha} in ${dir}`);
  return commit;
}

/** With `path`, the one entry at it, if any. */
export async function readTree(dir: string, treeish: string, recursive: boolean, path?: string): Promise<TreeEntry[]> {
  const flags = recursive ? ["-r", "-t"] : [];
  const paths = path === undefined ? [] : ["--", path];
  const output = await git(dir, ["--literal-pathspecs", "ls-tree", "-l", "-z", ...flags, treeish, ...paths]);
  return output.split("\0").filter(Boolean).map(parseTreeEntry);
}

export async function readBlob(dir: string, sha: string): Promise<Uint8Array> {
  return gitBytes(dir, ["cat-file", "blob", sha]);
}

export async function countCommits(dir: string, range: string): Promise<number> {
  return Number((await git(dir, ["rev-list", "--count", range, "--"])).trim());
}

export async function mergeBase(dir: string, one: string, other: string): Promise<string | undefined> {
  const { ok, stdout } = await tryGit(dir, ["merge-base", one, other]);
  return ok ? stdout.trim() : undefined;
}

export async function isAncestor(dir: string, ancestor: string, descendant: string): Promise<boolean> {
  return (await tryGit(dir, ["merge-base", "--is-ancestor", ancestor, descendant])).ok;
}

function parseCommit(record: string): CommitObject {
  const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", ...body] =
    record.split(FIELD);
  return {
    sha,
    tree,
    parents: parents.split(" ").filter(Boolean),
    author: { name: an, email: ae, date: timestamp(new Date(ad)) },
    committer: { name: cn, email: ce, date: timestamp(new Date(cd)) },
    message: body.join(FIELD).replace(/\n$/, ""),
  };
}

// "100644 blob 0123…     12\tpath"
function parseTreeEntry(record: string): TreeEntry {
  const tab = record.indexOf("\t");
  const [mode = "", type = "", sha = "", size = "-"] = record.slice(0, tab).split(/ +/);
  return {
    mode,
    type: type === "tree" || type === "commit" ? type : "blob",
    sha,
    size: size === "-" ? undefined : Number(size),
    path: record.slice(tab + 1),
  };
}
