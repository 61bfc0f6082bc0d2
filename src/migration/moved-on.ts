import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blake3Hex } from "../domain/hash.js";

/** What an operation may edit. */
const EDITABLE = /\.(?:[cm]?[jt]sx?|mdx?|markdown|json|ya?ml|toml)$/;

/** Hashes by path of the files that operations may edit, but for the given ones. */
export function hashOthers(
  root: string,
  paths: readonly string[],
  except: ReadonlySet<string>,
): Record<string, string> {
  const hashes: Record<string, string> = {};
  for (const path of paths) {
    if (EDITABLE.test(path) && !except.has(path)) hashes[path] = hashOf(join(root, path));
  }
  return hashes;
}

/** Those of the files that operations may edit which are not as they were when they were hashed. */
export function movedOn(root: string, paths: readonly string[], others: Readonly<Record<string, string>>): string[] {
  const moved: string[] = [];
  for (const path of paths) {
    if (EDITABLE.test(path) && others[path] !== hashOf(join(root, path))) moved.push(path);
  }
  return moved;
}

/** One after the other: thousands of small files that wait for threads take several times as long. */
function hashOf(path: string): string {
  return blake3Hex(readFileSync(path));
}
