import pLimit from "p-limit";
import { OnxError } from "../domain/errors.js";
import type { ApiSurface } from "../domain/matching.js";
import type { DependencyResolver, SourceTree } from "../domain/source-tree.js";
import { packageNameOf, publicPackages, TypeScriptCore, type FactsCache } from "../languages/typescript/core.js";
import type { CorePackageInfo } from "../languages/typescript/packages.js";
import { apiSurface } from "../languages/typescript/surface.js";
import { loadTree, type BlobStore, type LoadedTree } from "./load.js";

/** Re-exports are followed into at most this many dependencies. */
const MAX_DEPENDENCIES = 60;

/** One version of a core, read and linked. */
export interface CoreVersion {
  readonly tree: LoadedTree;
  readonly core: TypeScriptCore;
  readonly packages: readonly CorePackageInfo[];
  readonly surface: ApiSurface;
  /** Dependencies that names are re-exported from: name → revision (an integrity string). */
  readonly dependencies: ReadonlyMap<string, string>;
}

export interface OpenOptions {
  readonly blobs: BlobStore;
  readonly facts: FactsCache;
  /** Only this package of a monorepo. */
  readonly package?: string;
  readonly resolveDependency?: DependencyResolver;
  /** Dependencies fetched at once. */
  readonly parallel?: number;
}

/**
 * Reads a version's files and follows its public names to their declarations, into other packages where they come from there.
 * Throws `OnxError` with the codes `no-package` and `package-missing`.
 */
export async function openCore(source: SourceTree, options: OpenOptions): Promise<CoreVersion> {
  const tree = await loadTree(source, options.blobs);
  let core = new TypeScriptCore(tree, options.facts);
  const packages = publicPackages(core, options.package);
  if (packages.length === 0) throw noPackage(core, source, options.package);
  const dependencies = new Map<string, string>();
  const asked = new Set<string>();
  let surface = apiSurface(core, packages);
  while (options.resolveDependency !== undefined && asked.size < MAX_DEPENDENCIES) {
    const wanted = wantedDependencies(core).filter(({ name }) => !asked.has(name));
    if (wanted.length === 0) break;
    for (const { name } of wanted) asked.add(name);
    const found = await loadDependencies(wanted, options.resolveDependency, options);
    for (const [name, { source }] of found) dependencies.set(name, source.revision);
    if (found.size === 0) break;
    core = core.withDependencies(found);
    surface = apiSurface(core, packages);
  }
  return { tree, core, packages, surface, dependencies };
}

interface Wanted {
  readonly name: string;
  readonly range: string;
}

/** What can be had of the wanted packages, in their order. */
async function loadDependencies(
  wanted: readonly Wanted[],
  resolve: DependencyResolver,
  { blobs, parallel = 4 }: OpenOptions,
): Promise<Map<string, LoadedTree>> {
  const limit = pLimit(parallel);
  const opened = await Promise.all(wanted.map(({ name, range }) => limit(() => resolve(name, range))));
  const found = new Map<string, LoadedTree>();
  for (const [i, { name }] of wanted.entries()) {
    const dependency = opened[i];
    if (dependency !== undefined) found.set(name, await loadTree(dependency, blobs));
  }
  return found;
}

function wantedDependencies(core: TypeScriptCore): Wanted[] {
  const wanted = new Map<string, string>();
  for (const [specifier, path] of core.linker.unresolved) {
    const name = packageNameOf(specifier);
    const range = specifier.startsWith("node:") ? undefined : core.rangeOf(path, name);
    if (range !== undefined) wanted.set(name, range);
  }
  return [...wanted].map(([name, range]) => ({ name, range })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function noPackage(core: TypeScriptCore, source: SourceTree, wanted: string | undefined): OnxError {
  const names = core.packages.map((info) => info.name).filter((name) => name !== "");
  if (wanted !== undefined) {
    return new OnxError("package-missing", `no package "${wanted}" at ${source.label}`, {
      remedy: names.length > 0 ? `it has ${names.slice(0, 8).join(", ")}` : "the tree has no package.json with a name",
    });
  }
  return new OnxError("no-package", `no published package at ${source.label}`, {
    remedy: "a core needs a package.json with a name at its root or in its workspaces; name one with --package",
  });
}
