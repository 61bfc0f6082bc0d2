import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { OnxError } from "../../domain/errors.js";
import { blake3Hex, canonicalJson } from "../../domain/hash.js";
import type { EntryFiles } from "./manifest-registry.js";

/** BLAKE3 over every path and the hash of its content. */
export function digestOf(files: EntryFiles): string {
  const hashes = [...files].map(([path, content]) => [path, blake3Hex(content)]);
  return `blake3:${blake3Hex(canonicalJson(Object.fromEntries(hashes)))}`;
}

export function checkFiles(files: EntryFiles): void {
  if (files.size === 0) throw new OnxError("registry-entry-empty", "an entry needs at least one file");
  const bad = [...files.keys()].find((path) => !isSafe(path));
  if (bad === undefined) return;
  throw new OnxError("registry-path-invalid", `${JSON.stringify(bad)} is no path inside an entry`, {
    remedy: "use relative paths without . and ..",
  });
}

function isSafe(path: string): boolean {
  return !/[\\\0]/.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

export async function writeFiles(folder: string, files: EntryFiles): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

/** Undefined where there is no such folder. Links are not followed. */
export async function readFiles(folder: string): Promise<EntryFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return undefined;
  const files = new Map<string, Uint8Array>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join("/"), await readFile(path));
  }
  return files;
}
