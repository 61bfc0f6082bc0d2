import type { Dirent } from "node:fs";
import { readdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import { OnxError } from "../domain/errors.js";
import { compareText } from "../domain/hash.js";

/**
 * The dependents that folders name: a folder with a package.json is one, whatever lies in it; any other stands for those
 * directly inside it that are, links to such among them. Each once, in the order of the folders, by name inside of one.
 */
export async function findDependentFolders(folders: readonly string[]): Promise<string[]> {
  const found = await Promise.all(folders.map(dependentsIn));
  return [...new Set(found.flat())];
}

async function dependentsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new OnxError("target-missing", "there is no such folder", {
      place: folder,
      remedy: "check the path",
      cause,
    });
  });
  if (entries.some(isPackageJson)) return [await realpath(folder)];
  const inside: string[] = [];
  for (const entry of entries.filter(mayBeFolder).sort((a, b) => compareText(a.name, b.name))) {
    const path = join(folder, entry.name);
    const found = await readdir(path, { withFileTypes: true }).catch(() => undefined);
    // A folder that cannot be read is told with the others; a link may lead to a file, or nowhere.
    if (found?.some(isPackageJson) ?? entry.isDirectory()) inside.push(await realpath(path));
  }
  if (inside.length > 0) return inside;
  throw new OnxError("no-dependent", "there is no dependent here, nor directly inside", {
    place: folder,
    remedy: "a dependent is a folder with a package.json",
  });
}

function mayBeFolder(entry: Dirent): boolean {
  return entry.isDirectory() || entry.isSymbolicLink();
}

function isPackageJson(entry: { readonly name: string; isFile(): boolean }): boolean {
  return entry.name === "package.json" && entry.isFile();
}
