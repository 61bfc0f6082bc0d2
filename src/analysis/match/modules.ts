import type { FileMove, ModuleMove } from "../../domain/matching.js";
import type { CoreVersion } from "../open-core.js";
import { nameSimilarity } from "./names.js";
import { jaccard } from "./similarity.js";

interface ModuleFile {
  readonly specifier: string;
  readonly path: string;
  readonly hash: string | undefined;
  readonly names: ReadonlySet<string>;
}

/** Modules must share this much of their names to be thought the same. */
const MIN_SHARED = 0.6;

/**
 * Specifiers that are gone and where their names are found instead: under the one with the same content, else under the one that
 * exports the most of the same names and is called most alike.
 */
export function moduleMoves(from: CoreVersion, to: CoreVersion): ModuleMove[] {
  const before = moduleFiles(from);
  const after = moduleFiles(to);
  const known = new Set(after.map(({ specifier }) => specifier));
  const old = new Set(before.map(({ specifier }) => specifier));
  const added = after.filter(({ specifier }) => !old.has(specifier));
  return before
    .filter(({ specifier }) => !known.has(specifier))
    .flatMap((gone) => {
      const best = [...added, ...after.filter(({ specifier }) => old.has(specifier))]
        .map((candidate) => ({ candidate, score: moduleSimilarity(gone, candidate) }))
        .filter(({ score }) => score >= MIN_SHARED)
        .sort((a, b) => b.score - a.score || (a.candidate.specifier < b.candidate.specifier ? -1 : 1));
      const [first, second] = best;
      if (first === undefined) return [];
      const identical = gone.hash !== undefined && gone.hash === first.candidate.hash;
      const margin = second === undefined || identical ? 1 : Math.min(1, 0.6 + 4 * (first.score - second.score));
      return [
        {
          from: gone.specifier,
          to: first.candidate.specifier,
          confidence: Math.round((identical ? 1 : Math.min(0.97, first.score * margin)) * 1000) / 1000,
          method: identical ? ("identical-content" as const) : ("similarity" as const),
          evidence: {
            ...(gone.hash === undefined ? {} : { content_from: `blake3:${gone.hash}` }),
            ...(first.candidate.hash === undefined ? {} : { content_to: `blake3:${first.candidate.hash}` }),
            symbols: gone.names.size,
          },
        },
      ];
    });
}

/** Files that dependents reach by path and that lie elsewhere, with the same content. Modules are the business of `moduleMoves`. */
export function fileMoves(from: CoreVersion, to: CoreVersion, moves: readonly ModuleMove[]): FileMove[] {
  const result: FileMove[] = [];
  for (const info of from.packages) {
    const target = to.packages.find((candidate) => candidate.name === info.name);
    if (target === undefined || (info.manifest.exports !== undefined && info.manifest.exports !== null)) continue;
    const newPaths = new Map<string, string[]>();
    for (const entry of to.tree.entries) {
      if (entry.kind !== "file" || !entry.path.startsWith(target.root)) continue;
      const hash = to.tree.blobs.hash(entry);
      newPaths.set(hash, [...(newPaths.get(hash) ?? []), entry.path]);
    }
    const moved = new Set(moves.map(({ from: specifier }) => specifier));
    const modulePaths = new Set([...info.modules.values(), ...info.deepModules.values()].map(({ path }) => path));
    for (const entry of from.tree.entries) {
      if (entry.kind !== "file" || !entry.path.startsWith(info.root) || to.tree.has(entry.path)) continue;
      if (modulePaths.has(entry.path) || !isAsset(entry.path)) continue;
      const [only, ...others] = (newPaths.get(from.tree.blobs.hash(entry)) ?? []).filter(
        (path) => !from.tree.has(path),
      );
      if (only === undefined || others.length > 0) continue;
      const oldName = `${info.name}/${entry.path.slice(info.root.length)}`;
      if (moved.has(oldName)) continue;
      const hash = `blake3:${from.tree.blobs.hash(entry)}`;
      result.push({
        from: oldName,
        to: `${target.name}/${only.slice(target.root.length)}`,
        confidence: 1,
        method: "identical-content",
        evidence: { content_from: hash, content_to: hash },
      });
    }
  }
  return result;
}

/** Styles, data and other files that are imported or read by path; not sources, documents or the package's own papers. */
function isAsset(path: string): boolean {
  return (
    /\.(?:css|scss|sass|less|styl|json|ya?ml|svg|png|jpe?g|gif|woff2?|ttf|wasm|html|graphql|proto|txt)$/.test(path) &&
    !/(?:^|\/)(?:package(?:-lock)?|tsconfig[^/]*|\.[^/]*)\.json$|(?:^|[/.])(?:tests?|__tests__|fixtures|examples?)(?:[/.])/.test(
      path,
    )
  );
}

function moduleFiles(version: CoreVersion): ModuleFile[] {
  return version.packages.flatMap((info) =>
    [...info.modules.values(), ...info.deepModules.values()].map(({ specifier, path }) => {
      const ambient = version.core.facts(path)?.ambientModules.some((module) => module.name === specifier) === true;
      const entry = ambient ? undefined : version.tree.entries.find((candidate) => candidate.path === path);
      return {
        specifier,
        path,
        hash: entry === undefined ? undefined : version.tree.blobs.hash(entry),
        names: new Set(version.core.linker.exportsOf(path, ambient ? specifier : undefined).keys()),
      };
    }),
  );
}

/** Shared names weigh most; for modules with one or two names, such as `default`, how the specifiers are called decides. */
function moduleSimilarity(a: ModuleFile, b: ModuleFile): number {
  if (a.hash !== undefined && a.hash === b.hash && a.names.size > 0)
    return 1 + nameSimilarity(a.specifier, b.specifier) / 100;
  const shared = jaccard(a.names, b.names) ?? 0;
  const called = nameSimilarity(a.specifier, b.specifier);
  if (a.names.size > 2) return 0.7 * shared + 0.3 * called;
  return shared === 0 ? 0 : 0.2 * shared + 0.8 * called;
}
