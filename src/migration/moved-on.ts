import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { blake3Hex } from "../domain/hash.js";

/** What an operation may edit. */
const EDITABLE = /\.(?:[cm]?[jt]sx?|mdx?|markdown|json|ya?ml|toml)$/;

/** Hashes by path of the files that operations may edit, but for the given ones. */
export async function hashOthers(
  root: string,
  paths: readonly string[],
  except: ReadonlySet<string>,
): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const path of paths) {
    if (EDITABLE.test(path) && !except.has(path)) hashes[path] = await hashOf(join(root, path));
  }
  return hashes;
}

/** Those of the files that operations may edit which are not as they were when they were hashed. */
export async function movedOn(
  root: string,
  paths: readonly string[],
  others: Readonly<Record<string, string>>,
): Promise<string[]> {
  const moved: string[] = [];
  for (const path of paths) {
    if (EDITABLE.test(path) && others[path] !== (await hashOf(join(root, path)))) moved.push(path);
  }
  return moved;
}

async function hashOf(path: string): Promise<string> {
  return blake3Hex(await readFile(path));
}
