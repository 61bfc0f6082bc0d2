import { execa } from "execa";
import fs from "node:fs";
import { join, relative } from "node:path";
import { realpath } from "node:fs/promises";
import git from "isomorphic-git";
import { glob } from "tinyglobby";
import { isOnxError, OnxError } from "../../domain/errors.js";
import { firstComplaint, gitArguments, gitOptions, hasGit } from "./git-process.js";
import type { GitEngine } from "./open-objects.js";
import { locateRepository, type Repository } from "./repository.js";
import { decodeName } from "./tree-parsing.js";

/**
 * Files below `path` that git tracks, or would track, relative to `path`; undefined where it lies in no work tree.
 * A tracked file may be gone from disk; symbolic links and submodules are among them.
 */
export async function listWorkTreeFiles(path: string, engine?: GitEngine): Promise<string[] | undefined> {
  const repository = await repositoryAround(path);
  if (repository?.workTree === undefined) return undefined;
  const chosen = engine ?? ((await hasGit()) ? "git" : "isomorphic");
  return chosen === "git" ? listByGit(path) : listInProcess(path, repository, repository.workTree);
}

async function repositoryAround(path: string): Promise<Repository | undefined> {
  try {
    return await locateRepository(path);
  } catch (error) {
    if (isOnxError(error) && error.code === "not-a-repository") return undefined;
    throw error;
  }
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
  if (!result.failed) return splitNames(Buffer.from(result.stdout));
  throw new OnxError("git-failed", firstComplaint(Buffer.from(result.stderr).toString("utf8")), { place: path });
}

/** Each name is decoded by itself, so that one that is not UTF-8 leaves the others as they are. */
function splitNames(bytes: Buffer): string[] {
  const names: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(0, start);
    names.push(decodeName(bytes.subarray(start, end)));
    start = end + 1;
  }
  return names.sort();
}

async function listInProcess(path: string, repository: Repository, dir: string): Promise<string[]> {
  const below = relative(dir, await realpath(path));
  const tracked = await git.listFiles({ fs, dir, gitdir: repository.gitDir });
  const prefix = below === "" ? "" : `${below}/`;
  const names = new Set(tracked.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
  const present = await glob("**", { cwd: path, dot: true, followSymbolicLinks: false, ignore: ["**/.git/**"] });
  for (const name of present) {
    if (names.has(name)) continue;
    const ignored = await git.isIgnored({ fs, dir, gitdir: repository.gitDir, filepath: join(below, name) });
    if (!ignored) names.add(name);
  }
  return [...names].sort();
}
