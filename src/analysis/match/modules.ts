import type { FileMove, ModuleMove } from "../../domain/matching.js";
import type { Declaration } from "../../domain/symbol.js";
import type { CoreVersion } from "../open-core.js";
import { assign } from "./assign.js";
import { nameChange, nameTokens, patternStrength } from "../../domain/names.js";
import { shapeSimilarity } from "./similarity.js";

interface ModuleFile {
  readonly specifier: string;
  readonly hash: string | undefined;
  /** Exported name → its declaration, or undefined for a namespace. */
  readonly exports: ReadonlyMap<string, Declaration | undefined>;
  readonly tokens: ReadonlySet<string>;
}

/** Below this, another module is not thought to be the same. */
const MIN_SIMILARITY = 0.55;
const PLAUSIBLE = 0.3;

/**
 * Specifiers that are gone and where their names are found instead: under the one with the same content, else under the one that
 * exports the most of the same things and is called most alike. Assigned one to one, so that of two claims the better one holds.
 */
export function moduleMoves(from: CoreVersion, to: CoreVersion): ModuleMove[] {
  const before = moduleFiles(from);
  const after = moduleFiles(to);
  const known = new Set(after.map(({ specifier }) => specifier));
  const old = new Set(before.map(({ specifier }) => specifier));
  const gone = before.filter(({ specifier }) => !known.has(specifier));
  if (gone.length === 0) return [];
  const weight = tokenWeights([...before, ...after]);
  const byToken = indexBy(after, ({ tokens, hash }) => [...tokens, hash ?? ""]);
  const columnOf = new Map(after.map((module, column) => [module, column]));
  const candidates = gone.flatMap((module, row) => {
    const offered = new Set([...module.tokens, module.hash ?? ""].flatMap((token) => byToken.get(token) ?? []));
    return [...offered].flatMap((other) => {
      const score = moduleSimilarity(module, other, weight) - (old.has(other.specifier) ? EXISTED_BEFORE : 0);
      return score < PLAUSIBLE ? [] : [{ row, column: columnOf.get(other) ?? -1, score }];
    });
  });
  const moves = assign(candidates).flatMap(({ row, column, score }) => {
    const module = gone[row];
    const target = after[column];
    if (module === undefined || target === undefined || score < MIN_SIMILARITY) return [];
    const identical = module.hash !== undefined && module.hash === target.hash;
    const rivals = candidates.filter((other) => other.row === row && other.column !== column);
    const margin = score - Math.max(PLAUSIBLE, ...rivals.map((rival) => rival.score));
    const confidence = identical ? 1 : Math.min(0.97, score) * Math.min(1, 0.85 + 2 * margin);
    return [{ module, target, identical, confidence }];
  });
  const alike = countBy(moves, ({ module, target }) => nameChange(module.specifier, target.specifier));
  return moves.map(({ module, target, identical, confidence }) => ({
    from: module.specifier,
    to: target.specifier,
    confidence: strengthened(confidence, alike.get(nameChange(module.specifier, target.specifier)) ?? 1),
    method: identical ? ("identical-content" as const) : ("similarity" as const),
    evidence: {
      ...(module.hash === undefined ? {} : { content_from: `blake3:${module.hash}` }),
      ...(target.hash === undefined ? {} : { content_to: `blake3:${target.hash}` }),
      symbols: module.exports.size,
    },
  }));
}

/** Moves that all follow one pattern make one another likelier. */
function strengthened(confidence: number, count: number): number {
  return Math.round((1 - (1 - confidence) / (1 + 4 * patternStrength(count))) * 1000) / 1000;
}

function countBy<T>(items: readonly T[], key: (item: T) => string | undefined): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  counts.delete(undefined);
  return counts;
}

/** Files that dependents reach by path and that lie elsewhere, with the same content. Modules are the business of `moduleMoves`. */
export function fileMoves(from: CoreVersion, to: CoreVersion, moves: readonly ModuleMove[]): FileMove[] {
  const result: FileMove[] = [];
  const assets = from.tree.entries.filter(({ kind, path }) => kind === "file" && !to.tree.has(path) && isAsset(path));
  for (const info of from.packages) {
    const target = to.packages.find((candidate) => candidate.name === info.name);
    if (target === undefined || (info.manifest.exports !== undefined && info.manifest.exports !== null)) continue;
    const gone = assets.filter(({ path }) => path.startsWith(info.root));
    if (gone.length === 0) continue;
    const newPaths = new Map<string, string[]>();
    for (const entry of to.tree.entries) {
      if (entry.kind !== "file" || !entry.path.startsWith(target.root)) continue;
      const hash = to.tree.blobs.hash(entry);
      newPaths.set(hash, [...(newPaths.get(hash) ?? []), entry.path]);
    }
    const moved = new Set(moves.map(({ from: specifier }) => specifier));
    const modulePaths = new Set([...info.modules.values(), ...info.deepModules.values()].map(({ path }) => path));
    for (const entry of gone) {
      if (modulePaths.has(entry.path)) continue;
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

/** The modules of a version; what is in them is read when it is asked for. */
function moduleFiles(version: CoreVersion): ModuleFile[] {
  return version.packages.flatMap((info) =>
    [...info.modules.values(), ...info.deepModules.values()].map(({ specifier, path }): ModuleFile => {
      let known: Contents | undefined;
      const contents = () => (known ??= contentsOf(version, specifier, path));
      return {
        specifier,
        tokens: new Set(nameTokens(specifier)),
        get hash() {
          return contents().hash;
        },
        get exports() {
          return contents().exports;
        },
      };
    }),
  );
}

type Contents = Pick<ModuleFile, "hash" | "exports">;

/** A module that is declared by name inside of a file has no content of its own. */
function contentsOf({ core, tree }: CoreVersion, specifier: string, path: string): Contents {
  const ambient = core.facts(path)?.ambientModules.some((module) => module.name === specifier) === true;
  const entry = ambient ? undefined : tree.entry(path);
  const targets = core.linker.exportsOf(path, ambient ? specifier : undefined);
  return {
    hash: entry === undefined ? undefined : tree.blobs.hash(entry),
    exports: new Map(
      [...targets].map(([name, target]) => [
        name,
        target.kind === "module" ? undefined : core.linker.declaration(target.path, target.id),
      ]),
    ),
  };
}

/** A specifier that was there before is seldom what a vanished one became. */
const EXISTED_BEFORE = 0.25;

/** How much of the same is exported under how similar a specifier, about [0, 1]; above 1 for identical content. */
function moduleSimilarity(a: ModuleFile, b: ModuleFile, weight: (token: string) => number): number {
  if (a.hash !== undefined && a.hash === b.hash && a.exports.size > 0) return 1 + weightedJaccard(a, b, weight);
  const shared = [...a.exports.keys()].filter((name) => b.exports.has(name));
  if (shared.length === 0) return 0;
  const called = weightedJaccard(a, b, weight);
  const names = shared.length / (a.exports.size + b.exports.size - shared.length);
  const alike = shared.map((name) => declarationSimilarity(a.exports.get(name), b.exports.get(name)));
  const things = alike.reduce((sum, value) => sum + value, 0) / alike.length;
  // A module of one or two names, often `default`, is told apart by what it is called; a large one by what it holds.
  return a.exports.size > 2 ? 0.5 * names + 0.2 * things + 0.3 * called : 0.1 * names + 0.2 * things + 0.7 * called;
}

function declarationSimilarity(a: Declaration | undefined, b: Declaration | undefined): number {
  if (a === undefined || b === undefined) return Number(a === b);
  if (a.sig === b.sig && a.body === b.body) return 1;
  return shapeSimilarity(a, b) ?? 0.5;
}

/** Rare words say more: log(N / df), the inverse document frequency (Spärck Jones 1972). */
function tokenWeights(modules: readonly ModuleFile[]): (token: string) => number {
  const frequency = new Map<string, number>();
  for (const { tokens } of modules) for (const token of tokens) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  const weights = new Map(
    [...frequency].map(([token, count]) => [token, Math.log(1 + modules.length / count) - Math.LN2 + 0.01]),
  );
  return (token) => weights.get(token) ?? 0;
}

function weightedJaccard(a: ModuleFile, b: ModuleFile, weight: (token: string) => number): number {
  let shared = 0;
  let all = 0;
  for (const token of a.tokens) {
    all += weight(token);
    if (b.tokens.has(token)) shared += weight(token);
  }
  for (const token of b.tokens) if (!a.tokens.has(token)) all += weight(token);
  return all === 0 ? 0 : shared / all;
}

function indexBy<T>(items: readonly T[], keys: (item: T) => readonly string[]): Map<string, T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) {
    for (const key of keys(item)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [item]);
      else list.push(item);
    }
  }
  return index;
}
