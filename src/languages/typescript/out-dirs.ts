import { parse as parseJsonc } from "jsonc-parser";
import type { OutDir } from "./source-rules.js";
import type { TreeFiles } from "./tree-files.js";

/** Where a package's configurations of the compiler say that it writes what. */
export function readOutDirs(files: TreeFiles, root: string): OutDir[] {
  const result: OutDir[] = [];
  for (const name of [
    "tsconfig.json",
    "tsconfig.build.json",
    "tsconfig.lib.json",
    "tsconfig.esm.json",
    "tsconfig.cjs.json",
  ]) {
    const text = files.text(root + name);
    const options: unknown = text === undefined ? undefined : parseJsonc(text)?.compilerOptions;
    if (options === null || typeof options !== "object") continue;
    const { outDir, declarationDir, rootDir } = options as Record<string, unknown>;
    for (const folder of [outDir, declarationDir]) {
      if (typeof folder !== "string") continue;
      const source = typeof rootDir === "string" ? folderPath(rootDir) : "src/";
      result.push({ outDir: folderPath(folder), rootDir: source });
    }
  }
  return result;
}

function folderPath(path: string): string {
  const bare = path.replace(/^\.\//, "").replace(/\/$/, "");
  return bare === "." || bare === "" ? "" : `${bare}/`;
}
