/** How an entry of package.json was found in the tree. Shown in the report. */
export type EntryRule = "as-is" | "tsconfig-outdir" | "build-folder" | "src-folder" | "package-folder" | "deep-import";

export interface FoundEntry {
  readonly path: string;
  readonly rule: EntryRule;
}

export interface OutDir {
  /** Relative to the package, "" or ending in `/`. */
  readonly outDir: string;
  readonly rootDir: string;
}

const BUILD_FOLDERS = ["dist", "lib", "build", "out", "es", "esm", "cjs", "types", "umd"];
const SOURCE_EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".d.mts", ".d.cts", ".js", ".jsx", ".mjs", ".cjs"];

/**
 * The source behind an entry that may name a build output. `has` tells whether the tree holds a path; `target` is relative to `root`.
 * First the file itself, then tsconfig's `outDir` → `rootDir`, then the usual build folders → `src`.
 */
export function findEntry(
  root: string,
  target: string,
  outDirs: readonly OutDir[],
  has: (path: string) => boolean,
): FoundEntry | undefined {
  const asIs = firstOf(root + target, has);
  if (asIs !== undefined) return { path: asIs, rule: "as-is" };
  for (const { outDir, rootDir } of outDirs) {
    if (outDir === "" || !target.startsWith(outDir)) continue;
    const found = firstOf(root + rootDir + target.slice(outDir.length), has);
    if (found !== undefined) return { path: found, rule: "tsconfig-outdir" };
  }
  const segments = target.split("/");
  const at = segments.findIndex((segment) => BUILD_FOLDERS.includes(segment));
  if (at !== -1) {
    const rest = segments.slice(at + 1).filter((segment, i) => i > 1 || !BUILD_FOLDERS.includes(segment));
    const inside = rest[0] === "src" ? rest.slice(1) : rest;
    for (const folder of ["src/", "source/", ""]) {
      const found = firstOf(root + folder + inside.join("/"), has);
      if (found !== undefined) return { path: found, rule: "build-folder" };
    }
    const bundled = firstOf(`${root}src/index`, has);
    if (bundled !== undefined && inside.length === 1) return { path: bundled, rule: "src-folder" };
  }
  return undefined;
}

/** A path as it is, with its output extension swapped for a source one, without one, or as a folder with an index. */
export function firstOf(path: string, has: (path: string) => boolean): string | undefined {
  return candidates(path).find(has);
}

/** Files that an import of `path` may mean, types before code, as TypeScript resolves it. */
export function candidates(path: string): string[] {
  const declaration = /\.d\.([cm]?)ts$/.exec(path);
  if (declaration !== null) {
    const stem = path.slice(0, -declaration[0].length);
    return [path, `${stem}.${declaration[1] ?? ""}ts`, `${stem}.ts`, `${stem}.tsx`, `${stem}.js`];
  }
  const javaScript = /\.([cm]?)jsx?$/.exec(path);
  if (javaScript !== null) {
    const stem = path.slice(0, -javaScript[0].length);
    const m = javaScript[1] ?? "";
    return [
      `${stem}.${m}ts`,
      `${stem}.ts`,
      `${stem}.tsx`,
      `${stem}.d.${m}ts`,
      `${stem}.d.ts`,
      path,
      `${stem}.jsx`,
      `${stem}.js`,
    ];
  }
  if (/\.[cm]?tsx?$/.test(path)) return [path];
  const bare = path.replace(/\/$/, "");
  return [
    ...SOURCE_EXTENSIONS.map((extension) => bare + extension),
    ...SOURCE_EXTENSIONS.map((extension) => `${bare}/index${extension}`),
  ];
}
