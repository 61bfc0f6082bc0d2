import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { isOnxError, OnxError } from "../../domain/errors.js";

/** Where the parts of a repository lie on disk. */
export interface Repository {
  /** As the user named it. */
  readonly path: string;
  readonly gitDir: string;
  /** Objects and shared refs: differs from `gitDir` in a linked work tree only. */
  readonly commonDir: string;
  /** Undefined for a bare repository. */
  readonly workTree: string | undefined;
  readonly shallow: boolean;
}

/** Finds the repository that `path` is, or lies in, by looking at files alone. */
export async function locateRepository(path: string): Promise<Repository> {
  const start = await realpath(path).catch((cause: unknown) => {
    throw new OnxError("path-missing", `no such path: ${path}`, { remedy: "give the path of a git repository", cause });
  });
  for (let folder = start; ; folder = dirname(folder)) {
    const gitDir = await gitDirOf(folder);
    if (gitDir !== undefined) return describe(path, gitDir, gitDir === folder ? undefined : folder);
    if (folder === dirname(folder)) break;
  }
  throw new OnxError("not-a-repository", `not a git repository: ${path}`, {
    remedy: "give the path of a clone, or name a published package as npm:NAME",
  });
}

/** The same, or undefined where `path` lies in no repository. */
export async function findRepository(path: string): Promise<Repository | undefined> {
  try {
    return await locateRepository(path);
  } catch (error) {
    if (isOnxError(error) && error.code === "not-a-repository") return undefined;
    throw error;
  }
}

async function gitDirOf(folder: string): Promise<string | undefined> {
  const inside = join(folder, ".git");
  const kind = await kindOf(inside);
  if (kind === "folder" && (await isGitDir(inside))) return inside;
  if (kind === "file") return followGitFile(inside);
  return (await isGitDir(folder)) ? folder : undefined;
}

/** A submodule or linked work tree has a file `.git` that reads `gitdir: PATH`. */
async function followGitFile(file: string): Promise<string | undefined> {
  const target = /^gitdir: (.+)$/m.exec(await readFile(file, "utf8"))?.[1];
  return target === undefined ? undefined : resolve(dirname(file), target.trim());
}

async function isGitDir(folder: string): Promise<boolean> {
  if ((await kindOf(join(folder, "HEAD"))) !== "file") return false;
  const common = await commonDirOf(folder);
  return (await kindOf(join(common, "objects"))) === "folder" && (await kindOf(join(common, "refs"))) === "folder";
}

async function commonDirOf(gitDir: string): Promise<string> {
  const text = await readFile(join(gitDir, "commondir"), "utf8").catch(() => undefined);
  return text === undefined ? gitDir : resolve(gitDir, text.trim());
}

async function describe(path: string, gitDir: string, workTree: string | undefined): Promise<Repository> {
  const commonDir = await commonDirOf(gitDir);
  const shallow = (await kindOf(join(commonDir, "shallow"))) === "file";
  return { path, gitDir, commonDir, workTree, shallow };
}

async function kindOf(path: string): Promise<"file" | "folder" | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  return found.isDirectory() ? "folder" : "file";
}
