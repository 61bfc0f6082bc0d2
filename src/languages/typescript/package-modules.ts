import { nestedPackages } from "./nested-packages.js";
import { readOutDirs } from "./out-dirs.js";
import { packageEntries, type Entry, type PackageJson } from "./package-entries.js";
import { isDeclarationFile, isJavaScript, isSource } from "./parse.js";
import { candidates, findEntry, type EntryRule, type FoundEntry } from "./source-rules.js";
import { pathsUnder, type TreeFiles } from "./tree-files.js";

export interface PackageModule extends FoundEntry {
  readonly specifier: string;
  /** The JavaScript behind a declaration file: it has the bodies, and often the comments, that the types lack. */
  readonly runtime?: string;
}

export interface PackageModules {
  /** What the package declares as importable. */
  readonly modules: ReadonlyMap<string, PackageModule>;
  /** What can be imported by path because nothing forbids it; without names in `modules`. */
  readonly deepModules: ReadonlyMap<string, PackageModule>;
  /** Entries whose file is not in the tree. */
  readonly missing: readonly string[];
}

/** The modules of a package whose package.json is in `root`, which is "" or ends in `/`. */
export function packageModules(files: TreeFiles, root: string, manifest: PackageJson): PackageModules {
  const name = manifest.name ?? "";
  const inside = pathsUnder(files.paths, root).filter((path) => !path.slice(root.length).includes("node_modules/"));
  const outDirs = readOutDirs(files, root);
  const modules = new Map<string, PackageModule>();
  const missing: string[] = [];
  const has = (path: string) => files.has(path);
  const declared = manifest.exports !== undefined && manifest.exports !== null;
  const forbidden: string[] = [];
  const nested = nestedPackages(files, inside, root);
  // A folder's own package.json types what `exports` gives no types for, to compilers that do not read `exports`.
  const nestedTargets = new Map(nested.map((entry) => [entry.subpath, entry.targets]));
  for (const entry of packageEntries(manifest)) {
    if (entry.targets.length === 0 && declared) forbidden.push(entry.subpath);
    else if (entry.subpath.includes("*")) addPattern(entry);
    else addEntry(entry.subpath, [...entry.targets, ...(nestedTargets.get(entry.subpath) ?? [])], entry.runtime);
  }
  if (!declared) for (const entry of nested) addEntry(entry.subpath, entry.targets, entry.runtime);
  const deepModules = declared ? new Map<string, PackageModule>() : deepImports(name, root, inside, modules);
  return { modules, deepModules, missing };

  function addEntry(subpath: string, targets: readonly string[], runtime: readonly string[]): void {
    const specifier = subpath === "." ? name : `${name}/${subpath.replace(/^\.\//, "")}`;
    if (modules.has(specifier) || forbidden.some((pattern) => covers(pattern, subpath))) return;
    const named = firstFound(targets.filter((target) => isSource(target) || !/\.[a-z]+$/.test(target)));
    const found = subpath === "." ? (typesAtRoot(named) ?? named ?? fallback()) : named;
    if (found !== undefined) modules.set(specifier, { specifier, ...found, ...runtimeOf(found.path, runtime) });
    else if (targets.some(isSource)) missing.push(specifier);
  }

  /** Where nothing types what `main` names, TypeScript reads `index.d.ts` beside package.json. */
  function typesAtRoot(named: FoundEntry | undefined): FoundEntry | undefined {
    const path = `${root}index.d.ts`;
    return !declared && named !== undefined && isJavaScript(named.path) && has(path)
      ? { path, rule: "as-is" }
      : undefined;
  }

  /** Code serves only where no target has types. */
  function firstFound(targets: readonly string[]): FoundEntry | undefined {
    let code: FoundEntry | undefined;
    for (const target of targets) {
      const found = findEntry(root, target, outDirs, has);
      if (found !== undefined && !isJavaScript(found.path)) return found;
      code ??= found;
    }
    return code;
  }

  function runtimeOf(path: string, targets: readonly string[]): { runtime?: string } {
    if (!isDeclarationFile(path)) return {};
    const stems = [...targets.map((target) => root + target), path.replace(/\.d\.([cm]?)ts$/, ".$1js")];
    const found = stems
      .flatMap((stem) => [stem, `${stem}.js`, `${stem}/index.js`])
      .find((file) => isJavaScript(file) && has(file));
    return found === undefined ? {} : { runtime: found };
  }

  function fallback(): FoundEntry | undefined {
    for (const [path, rule] of [
      ["index", "as-is"],
      ["src/index", "src-folder"],
      ["src/main", "src-folder"],
    ] as const) {
      const found = candidates(root + path).find(has);
      if (found !== undefined) return { path: found, rule };
    }
    return undefined;
  }

  /** `"./*": "./dist/*.js"`: every file that some value of the star reaches. */
  function addPattern(entry: Entry): void {
    for (const target of entry.targets) {
      const [prefix = "", suffix = ""] = target.split("*");
      for (const star of starValues(prefix, suffix))
        addEntry(
          entry.subpath.replace("*", star),
          [target.replaceAll("*", star)],
          entry.runtime.map((path) => path.replaceAll("*", star)),
        );
    }
  }

  function starValues(prefix: string, suffix: string): string[] {
    const folders = new Set([prefix]);
    // A folder that is there is meant itself: sources that are published beside it are no modules.
    if (!inside.some((path) => path.startsWith(root + prefix) && isSource(path))) {
      folders.add(prefix.replace(/^(?:dist|lib|build|out|es|esm|cjs|types)\//, "src/"));
      for (const { outDir, rootDir } of outDirs)
        if (outDir !== "" && prefix.startsWith(outDir)) folders.add(rootDir + prefix.slice(outDir.length));
    }
    const stars = new Set<string>();
    const tail = suffix.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
    for (const folder of folders) {
      for (const path of inside) {
        if (!path.startsWith(root + folder) || !isSource(path)) continue;
        const stem = path.slice((root + folder).length).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
        if (stem.endsWith(tail) && !isTest(stem)) stars.add(stem.slice(0, stem.length - tail.length));
      }
    }
    return [...stars].sort();
  }
}

/** Whether a subpath is `pattern`, or what some value of its star makes of it. */
function covers(pattern: string, subpath: string): boolean {
  const [prefix = "", suffix] = pattern.split("*");
  if (suffix === undefined) return subpath === pattern;
  return subpath.length > prefix.length + suffix.length && subpath.startsWith(prefix) && subpath.endsWith(suffix);
}

function deepImports(
  name: string,
  root: string,
  inside: readonly string[],
  modules: ReadonlyMap<string, PackageModule>,
): Map<string, PackageModule> {
  const deep = new Map<string, PackageModule>();
  const rule: EntryRule = "deep-import";
  for (const path of inside) {
    if (!isSource(path) || isTest(path.slice(root.length))) continue;
    const stem = path
      .slice(root.length)
      .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "")
      .replace(/(?:^|\/)index$/, "");
    const specifier = stem === "" ? name : `${name}/${stem}`;
    if (modules.has(specifier)) continue;
    const known = deep.get(specifier);
    if (known === undefined || (path.endsWith(".d.ts") && !known.path.endsWith(".ts")))
      deep.set(specifier, { specifier, path, rule });
  }
  return deep;
}

function isTest(path: string): boolean {
  return /(?:^|[/.])(?:tests?|__tests__|spec|specs|benchmarks?|fixtures|stories)(?:[/.]|$)/.test(path);
}
