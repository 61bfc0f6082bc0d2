import { execa } from "execa";
import fs from "node:fs";
import { relative } from "node:path";
import { realpath } from "node:fs/promises";
import { OnxError } from "../../domain/errors.js";
import { firstComplaint, gitArguments, gitOptions, hasGit } from "./git-process.js";
import type { GitEngine } from "./open-objects.js";
import { findRepository, type Repository } from "./repository.js";
import { decodeNames } from "./tree-parsing.js";

/**
 * Files below `path` that git tracks, or would track, relative to `path`; undefined where it lies in no work tree.
 * A tracked file may be gone from disk; symbolic links and submodules are among them.
 */
export async function listWorkTreeFiles(path: string, engine?: GitEngine): Promise<string[] | undefined> {
  const repository = await findRepository(path);
  if (repository?.workTree === undefined) return undefined;
  const chosen = engine ?? ((await hasGit()) ? "git" : "isomorphic");
  return chosen === "git" ? listByGit(path) : listInProcess(path, repository, repository.workTree);
}

async function listByGit(path: string): Promise<string[]> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const result = await execa("git", gitArguments(args), {
    ...gitOptions(),
    cwd: path,
    encoding: "buffer",
    maxBuffer: 1 << 30,
    reject: false,
  });
  if (!result.failed) return decodeNames(Buffer.from(result.stdout)).sort();
  throw new OnxError("git-failed", firstComplaint(Buffer.from(result.stderr).toString("utf8")), { place: path });
}

/** The index knows submodules, and the status what is new; each leaves out the other's. */
async function listInProcess(path: string, repository: Repository, dir: string): Promise<string[]> {
  const { default: git } = await import("isomorphic-git");
  const below = relative(dir, await realpath(path));
  const prefix = below === "" ? "" : `${below}/`;
  const store = { fs, dir, gitdir: repository.gitDir };
  const tracked = await git.listFiles(store);
  const matrix = await git.statusMatrix({ ...store, ...(below === "" ? {} : { filepaths: [below] }) });
  const names = [...tracked, ...matrix.map(([name]) => name)].filter((name) => name.startsWith(prefix));
  return [...new Set(names)].map((name) => name.slice(prefix.length)).sort();
}
