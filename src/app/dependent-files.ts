import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { glob } from "tinyglobby";
import { listWorkTreeFiles } from "../adapters/git/work-tree-files.js";
import { OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";
import { statOf } from "../migration/files.js";

/** Nothing below these is the dependent's own source. */
const FOREIGN = new Set(["node_modules", "dist", ".git"]);

/** Reads and lists a dependent's files. Paths are relative, with `/`; symbolic links are never followed. */
export interface DependentFiles {
  readonly root: string;
  /** Sorted regular files: in a git work tree those that git does not ignore, anywhere but in `node_modules` and `dist`. */
  readonly paths: readonly string[];
  readonly notes: readonly string[];
}

export async function listDependentFiles(target: string): Promise<DependentFiles> {
  const root = dependentFolder(target);
  const listed = (await listWorkTreeFiles(root)) ?? (await walk(root));
  const paths: string[] = [];
  const notes: string[] = [];
  for (const path of listed.toSorted(compareText)) {
    if (path.split("/").some((segment) => FOREIGN.has(segment))) continue;
    const found = statOf(join(root, path));
    if (found?.isFile() === true) paths.push(path);
    if (found === undefined && /\\x[89a-f][0-9a-f]/.test(path))
      notes.push(`${path}: its name is not UTF-8, left alone`);
  }
  return { root, paths, notes };
}

/** Absolute path of a folder that is there. Throws `OnxError` (`target-missing`). */
export function dependentFolder(target: string): string {
  const root = resolve(target);
  if (statOf(root)?.isDirectory() !== true) {
    throw new OnxError("target-missing", "there is no such folder", {
      place: target,
      remedy: "give the dependent's folder",
    });
  }
  return root;
}

async function walk(root: string): Promise<string[]> {
  const ignore = [...FOREIGN].map((name) => `**/${name}/**`);
  return glob("**", { cwd: root, dot: true, followSymbolicLinks: false, ignore });
}

/** Bytes as text, or undefined where they are not UTF-8. A byte order mark stays part of the text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export async function readText(root: string, path: string): Promise<string | undefined> {
  return decodeText(await readFile(join(root, path)));
}
