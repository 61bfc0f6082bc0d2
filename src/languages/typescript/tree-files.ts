import { parse as parseJsonc } from "jsonc-parser";
import { packageJsonSchema, type PackageJson } from "./package-entries.js";

/** Files of a tree, as far as a language looks at them. */
export interface TreeFiles {
  /** Sorted by code unit. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** undefined for what is no file, or too large or binary to be a source. */
  text(path: string): string | undefined;
}

/** The paths that begin with a folder's, found by bisection: a monorepo has many folders and very many paths. */
export function pathsUnder(sorted: readonly string[], folder: string): readonly string[] {
  return sorted.slice(firstAtLeast(sorted, folder), firstAtLeast(sorted, `${folder}\uffff`));
}

function firstAtLeast(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function readManifest(files: TreeFiles, root: string): PackageJson | undefined {
  const text = files.text(`${root}package.json`);
  if (text === undefined) return undefined;
  const parsed = packageJsonSchema.safeParse(parseJsonc(text));
  return parsed.success ? parsed.data : undefined;
}

/** `a/b/../c` → `a/c`. */
export function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
