import type { CoreSources } from "../../domain/core-sources.js";
import { compareText } from "../../domain/hash.js";
import type { FileFacts } from "../file-facts.js";
import { extractFile } from "./extract.js";
import { withoutBodies } from "./hidden-bodies.js";
import { Linker } from "./linker.js";
import { describePackage, findPackages, type CorePackageInfo } from "./packages.js";
import { isDeclarationFile, isJavaScript, isSource } from "./parse.js";
import { candidates, firstOf } from "./source-rules.js";
import { normalise, readManifest, type TreeFiles } from "./tree-files.js";

/** A tree's files with the identity of each content, so that equal contents are read once across versions. */
export interface CoreFiles extends TreeFiles {
  oid(path: string): string | undefined;
}

/** Facts by content. Shared between the versions that are compared. */
export type FactsCache = Map<string, FileFacts>;

/** One version of a TypeScript or JavaScript core: its packages, and where each name leads. */
export class TypeScriptCore {
  readonly packages: readonly CorePackageInfo[];
  readonly linker: Linker;
  /** Follows the same names through the JavaScript that runs, past the declaration files beside it. */
  readonly runtimeLinker: Linker;
  readonly #mounts: { readonly prefix: string; readonly files: CoreFiles }[];
  readonly #dependencies = new Map<string, CorePackageInfo>();

  constructor(
    files: CoreFiles,
    private readonly cache: FactsCache,
  ) {
    this.#mounts = [{ prefix: "", files }];
    this.packages = findPackages(files);
    const facts = (path: string) => this.facts(path);
    this.linker = new Linker({ facts, resolve: (path, specifier) => this.resolve(path, specifier) });
    this.runtimeLinker = new Linker({ facts, resolve: (path, specifier) => this.#resolveRuntime(path, specifier) });
  }

  /** Adds a package that the core takes names from, as if it were installed beside it. */
  withDependencies(dependencies: ReadonlyMap<string, CoreFiles>): TypeScriptCore {
    const core = new TypeScriptCore(this.#ownFiles(), this.cache);
    for (const [name, files] of [...this.#dependencyFiles(), ...dependencies]) core.#mount(name, files);
    return core;
  }

  text(path: string): string | undefined {
    const { files, inner } = this.#locate(path);
    return files?.text(inner);
  }

  has(path: string): boolean {
    const { files, inner } = this.#locate(path);
    return files?.has(inner) ?? false;
  }

  /** undefined for what is no source, or too large to be one. */
  facts(path: string): FileFacts | undefined {
    if (!isSource(path)) return undefined;
    const { files, inner } = this.#locate(path);
    const text = files?.text(inner);
    if (files === undefined || text === undefined) return undefined;
    const key = contentKey(files, inner);
    let facts = this.cache.get(key);
    if (facts === undefined) this.cache.set(key, (facts = extractFile(path, text)));
    return facts;
  }

  resolve(from: string, specifier: string): string | undefined {
    if (specifier.startsWith(".")) {
      const folder = from.slice(0, from.lastIndexOf("/") + 1);
      return firstOf(normalise(folder + specifier), (path) => this.has(path));
    }
    return this.module(specifier);
  }

  /** The file behind an import specifier of the core's packages or of a mounted dependency. */
  module(specifier: string): string | undefined {
    const owner = this.#owner(specifier);
    const module = owner?.modules.get(specifier) ?? owner?.deepModules.get(specifier);
    if (module !== undefined || owner === undefined) return module?.path;
    const inner = specifier.slice(owner.name.length + 1);
    return candidates(owner.root + inner).find((path) => this.has(path));
  }

  /** The version range that the package of a file asks for. */
  rangeOf(path: string, dependency: string): string | undefined {
    const owner = [...this.packages, ...this.#dependencies.values()]
      .filter((candidate) => path.startsWith(candidate.root))
      .sort((a, b) => b.root.length - a.root.length)[0];
    return owner?.manifest.dependencies?.[dependency] ?? owner?.manifest.peerDependencies?.[dependency];
  }

  /** Sources in the form in which they are mounted for a dependent's type checker: of files read before, without hidden bodies. */
  sources(version: string): CoreSources {
    const files = new Map<string, string>();
    for (const { prefix, files: tree } of this.#mounts) {
      for (const path of tree.paths) {
        if (!isSource(path) && !path.endsWith("package.json")) continue;
        const text = tree.text(path);
        const bodies = this.cache.get(contentKey(tree, path))?.hiddenBodies ?? [];
        if (text !== undefined) files.set(prefix + path, withoutBodies(text, bodies));
      }
    }
    const packages = [...this.packages, ...this.#dependencies.values()].map((info) => ({
      name: info.name,
      root: info.root,
      modules: new Map([...info.deepModules, ...info.modules].map(([specifier, module]) => [specifier, module.path])),
    }));
    return { version, packages, files };
  }

  #resolveRuntime(from: string, specifier: string): string | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const path = normalise(from.slice(0, from.lastIndexOf("/") + 1) + specifier);
    return [path, `${path}.js`, `${path}.mjs`, `${path}.cjs`, `${path}/index.js`].find(
      (file) => isJavaScript(file) && this.has(file),
    );
  }

  #ownFiles(): CoreFiles {
    const own = this.#mounts[0];
    if (own === undefined) throw new Error("a core has files");
    return own.files;
  }

  #dependencyFiles(): Map<string, CoreFiles> {
    return new Map(this.#mounts.slice(1).map(({ prefix, files }) => [prefix.slice("node_modules/".length, -1), files]));
  }

  #mount(name: string, files: CoreFiles): void {
    const prefix = `node_modules/${name}/`;
    this.#mounts.push({ prefix, files });
    const manifest = readManifest(files, "") ?? { name };
    const info = describePackage(files, "", { ...manifest, name });
    const shift = (modules: CorePackageInfo["modules"]) =>
      new Map([...modules].map(([specifier, module]) => [specifier, { ...module, path: prefix + module.path }]));
    this.#dependencies.set(name, {
      ...info,
      root: prefix,
      modules: shift(info.modules),
      deepModules: shift(info.deepModules),
    });
  }

  #locate(path: string): { files: CoreFiles | undefined; inner: string } {
    for (const { prefix, files } of [...this.#mounts].reverse()) {
      if (path.startsWith(prefix)) return { files, inner: path.slice(prefix.length) };
    }
    return { files: undefined, inner: path };
  }

  #owner(specifier: string): CorePackageInfo | undefined {
    const name = packageNameOf(specifier);
    return this.packages.find((candidate) => candidate.name === name) ?? this.#dependencies.get(name);
  }
}

/** Equal for files of which the same is read: their content, and the language that their names tell. */
function contentKey(files: CoreFiles, path: string): string {
  const language = `${isDeclarationFile(path) ? "d" : ""}${isJavaScript(path) ? "j" : ""}${path.endsWith("x") ? "x" : ""}`;
  return `${files.oid(path) ?? ""}${language}`;
}

/** `@scope/name` or `name` of an import specifier. */
export function packageNameOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** The packages whose API is compared: the one asked for, else every one that is published. The main one comes first. */
export function publicPackages(core: TypeScriptCore, wanted?: string): CorePackageInfo[] {
  const named = core.packages.filter((candidate) => candidate.name !== "");
  if (wanted !== undefined) return named.filter((candidate) => candidate.name === wanted);
  const published = named.filter((candidate) => !candidate.private);
  const chosen = published.length === 0 && named.length === 1 ? named : published;
  return [...chosen].sort((a, b) => importance(b, chosen) - importance(a, chosen) || compareText(a.name, b.name));
}

/** A repository's main package is the one that the others ask their users for. */
function importance(info: CorePackageInfo, all: readonly CorePackageInfo[]): number {
  const peers = all.filter(({ manifest }) => manifest.peerDependencies?.[info.name] !== undefined).length;
  const users = all.filter(({ manifest }) => manifest.dependencies?.[info.name] !== undefined).length;
  return peers * all.length + users;
}
