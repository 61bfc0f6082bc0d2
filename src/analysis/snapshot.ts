import { blake3Hex, compareText } from "../domain/hash.js";
import type { Metadata, SymbolGraph, Tree } from "../domain/snapshot.js";
import { qualifiedName, type Declaration } from "../domain/symbol.js";
import type { FileFacts } from "../languages/file-facts.js";
import type { CorePackageInfo } from "../languages/typescript/packages.js";
import type { CoreVersion } from "./open-core.js";

const reachable = new WeakMap<CoreVersion, ReadonlyMap<string, FileFacts>>();

/** The files behind the public modules: those that they import, directly or not, and that lie in the tree. Sorted. */
export function reachableFiles(version: CoreVersion): ReadonlyMap<string, FileFacts> {
  let files = reachable.get(version);
  if (files === undefined) reachable.set(version, (files = findReachable(version)));
  return files;
}

function findReachable({ core, packages, tree }: CoreVersion): Map<string, FileFacts> {
  const queue = packages.flatMap((info) => [...info.modules.values()].map(({ path }) => path));
  const found = new Map<string, FileFacts>();
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    if (found.has(path) || !tree.has(path)) continue;
    const facts = core.facts(path);
    if (facts === undefined) continue;
    found.set(path, facts);
    for (const specifier of specifiersOf(facts)) {
      const target = core.resolve(path, specifier);
      if (target !== undefined) queue.push(target);
    }
  }
  return new Map([...found].sort(([a], [b]) => compareText(a, b)));
}

/** The `.tree` snapshot: every file with its hash, and the symbols of those that the public API is made of. */
export function treeOf(version: CoreVersion): Tree {
  const files = reachableFiles(version);
  const names = qualifier(version.packages);
  return {
    version: 2,
    root: version.packages.length === 1 ? (version.packages[0]?.root ?? "") : "",
    files: version.tree.entries.map((entry) => {
      const facts = files.get(entry.path);
      const head = { path: entry.path, blake3: version.tree.blobs.hash(entry) };
      if (facts === undefined) return head;
      const symbols = facts.declarations.map((declaration) => ({
        fq: names.declaration(entry.path, declaration),
        kind: declaration.kind,
        sig: declaration.sig,
        ...(declaration.body === undefined ? {} : { body: declaration.body }),
      }));
      return { path: head.path, lang: "typescript", blake3: head.blake3, symbols };
    }),
  };
}

/** Hash of a tree as `provenance` carries it. */
export function treeHash(tree: Tree): string {
  return `blake3:${blake3Hex(tree.files.map(({ path, blake3 }) => `${blake3} ${path}\n`).join(""))}`;
}

/** One stamp for each public name. */
export function metadataOf(version: CoreVersion): Metadata {
  return {
    exports: version.surface.symbols.map((symbol) => ({
      fq: qualifiedName(symbol),
      tags: tagsOf(symbol.declaration, symbol.name),
      since: symbol.declaration.since ?? null,
      deprecated: symbol.declaration.deprecated,
    })),
  };
}

/** Import, inheritance, re-export and call edges between the symbols of the files read. */
export function graphOf(version: CoreVersion): SymbolGraph {
  const { core, packages, tree } = version;
  const names = qualifier(packages);
  const nodes = new Set<string>();
  const edges = new Map<string, SymbolGraph["edges"][number]>();
  for (const [path, facts] of reachableFiles(version)) {
    const module = names.module(path);
    nodes.add(module);
    for (const specifier of specifiersOf(facts)) {
      const target = core.resolve(path, specifier);
      if (target !== undefined && tree.has(target)) add(module, names.module(target), "import");
    }
    for (const [name, target] of core.linker.exportsOf(path)) {
      if (target.path === path || !tree.has(target.path)) continue;
      const to = target.kind === "module" ? names.module(target.path) : `${names.module(target.path)}.${target.id}`;
      add(`${module}.${name}`, to, "reexport");
    }
    for (const declaration of facts.declarations) {
      const fq = names.declaration(path, declaration);
      nodes.add(fq);
      for (const name of declaration.heritage) link(path, fq, name, "inherit");
      for (const name of declaration.calls) link(path, fq, name, "call");
    }
  }
  return {
    nodes: [...nodes].sort(),
    edges: [...edges.keys()].sort().flatMap((key) => edges.get(key) ?? []),
  };

  function link(path: string, from: string, name: string, type: "inherit" | "call"): void {
    const target = core.linker.lookup(path, name);
    if (target?.kind !== "declaration" || !tree.has(target.path)) return;
    add(from, `${names.module(target.path)}.${target.id}`, type);
  }

  function add(from: string, to: string, type: SymbolGraph["edges"][number]["type"]): void {
    if (from === to) return;
    nodes.add(from).add(to);
    edges.set(`${from}\n${to}\n${type}`, { from, to, type });
  }
}

function specifiersOf(facts: FileFacts): string[] {
  const scopes = [facts, ...facts.ambientModules];
  const named = scopes.flatMap(({ imports, exports }) => [
    ...imports.map(({ specifier }) => specifier),
    ...exports.flatMap((fact) => ("specifier" in fact ? [fact.specifier] : [])),
  ]);
  return [...new Set(named)];
}

interface Names {
  module(path: string): string;
  declaration(path: string, declaration: Declaration): string;
}

/** Fully-qualified names: `packages/core/src/validators/base.ts` is `@acme/core/validators/base`. */
function qualifier(packages: readonly CorePackageInfo[]): Names {
  const deepestFirst = [...packages].sort((a, b) => b.root.length - a.root.length);
  const known = new Map<string, string>();
  const names: Names = {
    module(path) {
      let name = known.get(path);
      if (name === undefined) known.set(path, (name = moduleName(deepestFirst, path)));
      return name;
    },
    declaration: (path, declaration) => `${names.module(path)}.${declaration.id}`,
  };
  return names;
}

function moduleName(deepestFirst: readonly CorePackageInfo[], path: string): string {
  const owner = deepestFirst.find(({ root }) => path.startsWith(root));
  const inner = path
    .slice(owner?.root.length ?? 0)
    .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "")
    .replace(/^src\//, "")
    .replace(/(?:^|\/)index$/, "");
  return [owner?.name ?? "", inner].filter((part) => part !== "").join("/");
}

function tagsOf(declaration: Declaration, name: string): string[] {
  const hidden = name.startsWith("_") || declaration.tags.some((tag) => tag === "internal" || tag === "hidden");
  const tags = declaration.tags.filter((tag) => tag !== "public" && tag !== "hidden");
  return [...new Set([...tags, hidden ? "internal" : "public_api"])].sort();
}
