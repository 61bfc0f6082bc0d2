import { join } from "node:path";
import type { OwnModules } from "../../languages/typescript/mount/program.js";
import { findPackages } from "../../languages/typescript/packages.js";
import { decodeText } from "./text.js";

interface Files {
  /** Absolute path. */
  readonly root: string;
  readonly files: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
}

/** What a dependent's packages import from each other by name, where it has several. A fresh clone links none of them. */
export function ownModules({ root, files, readFile }: Files): OwnModules {
  const known = new Set(files);
  const text = (path: string): string | undefined => (known.has(path) ? decodeText(readFile(path))?.text : undefined);
  const packages = files.some((path) => path.endsWith("/package.json"))
    ? findPackages({ paths: files, has: (path) => known.has(path), text })
    : [];
  const modules = packages.flatMap((each) => [...each.deepModules.values(), ...each.modules.values()]);
  return new Map(modules.map(({ specifier, path }) => [specifier, join(root, path)]));
}
