import { execa } from "execa";
import fs from "node:fs";
import { realpath } from "node:fs/promises";
import { relative } from "node:path";
import { OnxError } from "../../domain/errors.js";
import { firstComplaint, gitArguments, gitOptions, hasGit } from "./git-process.js";
import { openObjects, type GitEngine } from "./open-objects.js";
import { findRepository, type Repository } from "./repository.js";
import { decodeNames } from "./tree-parsing.js";

export interface WorkTree {
  readonly root: string;
  /** Undefined before the first commit. */
  readonly head: string | undefined;
  /** Files at or below the asked path that differ from `head` or are not in it, relative to `root`; ignored files are left out. */
  readonly changed: readonly string[];
}

/** The state of the work tree that `path` lies in, or undefined where it lies in none. */
export async function readWorkTree(path: string, engine?: GitEngine): Promise<WorkTree | undefined> {
  const repository = await findRepository(path);
  if (repository?.workTree === undefined) return undefined;
  const chosen = engine ?? ((await hasGit()) ? "git" : "isomorphic");
  const [head] = await (await openObjects(repository, chosen)).commits(["HEAD"]);
  const changed =
    chosen === "git" ? await changedByGit(path) : await changedInProcess(path, repository, repository.workTree);
  return { root: repository.workTree, head: head?.sha, changed };
}

/** Here git finds the repository itself: comparing files may run the filters of its configuration, so it must be the user's own. */
async function changedByGit(path: string): Promise<string[]> {
  const args = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", "."];
  const result = await execa("git", gitArguments(args), {
    ...gitOptions(),
    cwd: path,
    encoding: "buffer",
    reject: false,
  });
  if (!result.failed) return decodeNames(Buffer.from(result.stdout)).map((record) => record.slice("XY ".length));
  const complaint = firstComplaint(Buffer.from(result.stderr).toString("utf8"));
  if (!complaint.includes("dubious ownership")) throw new OnxError("git-failed", complaint, { place: path });
  throw new OnxError("repository-not-owned", "the repository belongs to another user", {
    place: path,
    remedy: "run git config --global --add safe.directory with its path",
  });
}

async function changedInProcess(path: string, repository: Repository, dir: string): Promise<string[]> {
  const { default: git } = await import("isomorphic-git");
  const below = relative(dir, await realpath(path));
  const matrix = await git.statusMatrix({
    fs,
    dir,
    gitdir: repository.gitDir,
    ...(below === "" ? {} : { filepaths: [below] }),
  });
  return matrix.filter(([, head, work, stage]) => head !== 1 || work !== 1 || stage !== 1).map(([file]) => file);
}
