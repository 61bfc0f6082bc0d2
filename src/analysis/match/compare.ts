import { compareText } from "../../domain/hash.js";
import type { ApiDiff, KeptSymbol, MatchedPair, ModuleMove, Removal } from "../../domain/matching.js";
import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import { hasMembers } from "../../languages/typescript/surface.js";
import type { CoreVersion } from "../open-core.js";
import { matchBlock, type Block, type Considered, type MatchState } from "./block.js";
import { namedSuccessors, notesOn } from "./evidence.js";
import { reachableMembers } from "./members.js";
import { fileMoves, moduleMoves } from "./modules.js";
import { loadModel, probability, type Model } from "./score.js";
import { shapeSimilarity, signatureSimilarity } from "./similarity.js";
import { keyOf, SymbolIndex } from "./symbol-index.js";

/** Pairs below this are not proposed: a removal with the candidates in the report says more. */
export const MIN_CONFIDENCE = 0.35;
/** Only renames this sure are substituted in other signatures. */
const SUBSTITUTE_FROM = 0.6;
/** Renames reach one another through signatures; in practice three rounds change nothing more. */
const MAX_ROUNDS = 3;
/** Log-odds below which a pair is not even reported. */
const HOPELESS = -3.5;

export interface Comparison {
  readonly diff: ApiDiff;
  /** Every pair that was scored, best first. */
  readonly considered: readonly Considered[];
}

/** Compares two versions of a core and says what became of every name that dependents can write. */
export function compareVersions(
  from: CoreVersion,
  to: CoreVersion,
  model: Model = loadModel(),
  floor = HOPELESS,
): Comparison {
  const before = new SymbolIndex(from.surface);
  const after = new SymbolIndex(to.surface);
  const modules = moduleMoves(from, to);
  const moved = new Map(modules.map((move) => [move.from, move.to]));
  let substitution = new Map<string, string>();
  let exports: { pairs: readonly MatchedPair[]; considered: readonly Considered[] } = { pairs: [], considered: [] };
  let members = exports;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const state: MatchState = { before, after, model, substitution, floor };
    exports = matchBlock(exportBlock(state, moved), state);
    const containers = containerPairs(state, exports.pairs, moved);
    const blocks = containers.map((pair) => matchBlock(memberBlock(pair, from, to, state), state));
    members = {
      pairs: blocks.flatMap(({ pairs }) => pairs),
      considered: blocks.flatMap(({ considered }) => considered),
    };
    const next = substitutionOf(exports.pairs);
    if (sameSubstitution(substitution, next)) break;
    substitution = next;
  }
  const all = [...exports.pairs, ...members.pairs].filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
  const pairs = all.filter((pair) => !onlyModuleDiffers(pair)).sort(byName);
  const diff: ApiDiff = {
    from: from.surface,
    to: to.surface,
    pairs,
    kept: keptSymbols({ before, after, model, substitution, floor }, all, moved),
    moduleMoves: [...modules, ...symbolMoves(all.filter(onlyModuleDiffers), modules)].sort((a, b) =>
      compareText(a.from, b.from),
    ),
    fileMoves: fileMoves(from, to, modules),
    removals: removals(from, to, { before, after, model, substitution, floor }, all, moved),
  };
  return { diff, considered: [...exports.considered, ...members.considered].sort((a, b) => b.odds - a.odds) };
}

/** Exports that are gone, or whose name now means something else, against everything exported now. */
function exportBlock(state: MatchState, moved: ReadonlyMap<string, string>): Block {
  const rows = state.before.surface.symbols.filter((symbol) => {
    if (symbol.role !== "export" || symbol.name === "default" || state.after.hidden(symbol) === "certain") return false;
    const survivor = survivorOf(symbol, state, moved);
    return survivor === undefined || nowDeprecated(symbol, survivor) || reused(symbol, survivor, state);
  });
  return {
    rows,
    candidatesFor: (row) => {
      const survivor = survivorOf(row, state, moved);
      if (survivor !== undefined && nowDeprecated(row, survivor)) return [];
      return state.after
        .similarExports(row)
        .filter((candidate) => candidate !== survivor && candidate.name !== "default");
    },
    sameContainer: (a, b) => a.container === b.container,
  };
}

function memberBlock(
  pair: { from: PublicSymbol; to: PublicSymbol },
  from: CoreVersion,
  to: CoreVersion,
  state: MatchState,
): Block {
  const own = state.after.membersOf(pair.to);
  const byName = new Map(own.map((member) => [member.name, member]));
  const reachable = reachableMembers(to.core, pair.to);
  const old = reachableMembers(from.core, pair.from);
  const rows = state.before.membersOf(pair.from).filter((member) => {
    if (member.name === "constructor") return false;
    const survivor = byName.get(member.name);
    return !reachable.has(member.name) || (survivor !== undefined && nowDeprecated(member, survivor));
  });
  const offered = own.filter((member) => member.name !== "constructor" && member.declaration.deprecated === false);
  const fresh = offered.filter((member) => !old.has(member.name));
  return {
    rows,
    candidatesFor: (row) =>
      reachable.has(row.name) ? [] : [...fresh, ...offered.filter((member) => old.has(member.name))],
    sameContainer: (a, b) => b.module === pair.to.module && a.container !== "" && b.container === containerOf(pair.to),
  };
}

/** Containers of the old version and what they are in the new one. */
function containerPairs(
  state: MatchState,
  pairs: readonly MatchedPair[],
  moved: ReadonlyMap<string, string>,
): { from: PublicSymbol; to: PublicSymbol }[] {
  const renamed = new Map(pairs.filter(({ confidence }) => confidence >= 0.5).map((pair) => [pair.from, pair.to]));
  return state.before.surface.symbols.flatMap((from) => {
    if (!hasMembers(from) || state.before.membersOf(from).length === 0) return [];
    const to = renamed.get(from) ?? survivorOf(from, state, moved);
    return to === undefined || !hasMembers(to) ? [] : [{ from, to }];
  });
}

function survivorOf(
  symbol: PublicSymbol,
  state: MatchState,
  moved: ReadonlyMap<string, string>,
): PublicSymbol | undefined {
  const module = moved.get(symbol.module) ?? symbol.module;
  return state.after.byKey.get(keyOf(symbol)) ?? state.after.byKey.get(keyOf({ ...symbol, module }));
}

/** What kept its name and its nature, through moves of modules and renames of containers. */
function keptSymbols(
  state: MatchState,
  pairs: readonly MatchedPair[],
  moved: ReadonlyMap<string, string>,
): KeptSymbol[] {
  const paired = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const kept = new Map<string, PublicSymbol>();
  const ordered = [...state.before.surface.symbols].sort((a, b) => depthOf(a) - depthOf(b));
  for (const symbol of ordered) {
    if (paired.has(keyOf(symbol))) continue;
    const now = counterpart(symbol);
    if (now !== undefined && !reused(symbol, now, state)) kept.set(keyOf(symbol), now);
  }
  return state.before.surface.symbols.flatMap((from) => {
    const to = kept.get(keyOf(from));
    return to === undefined ? [] : [{ from, to }];
  });

  function counterpart(symbol: PublicSymbol): PublicSymbol | undefined {
    const owner = `${symbol.module}:${symbol.container}`;
    const container = symbol.role === "export" ? undefined : (paired.get(owner) ?? kept.get(owner));
    if (container === undefined) return survivorOf(symbol, state, moved);
    return state.after.byKey.get(keyOf({ ...symbol, module: container.module, container: containerOf(container) }));
  }
}

function depthOf({ container }: PublicSymbol): number {
  return container === "" ? 0 : container.split(".").length;
}

function nowDeprecated(before: PublicSymbol, after: PublicSymbol): boolean {
  return before.declaration.deprecated === false && after.declaration.deprecated !== false;
}

/** The name is still there but for a thing of another make: names are swapped and reused. */
function reused(before: PublicSymbol, after: PublicSymbol, state: MatchState): boolean {
  const a = before.declaration;
  const b = after.declaration;
  if (a.body !== undefined && a.body === b.body) return false;
  const otherKind = a.kind !== b.kind && (isContainer(a.kind) || isContainer(b.kind));
  const signature = signatureSimilarity(a, b, state.substitution) ?? 1;
  const shape = shapeSimilarity(a, b) ?? 1;
  return (otherKind && shape < 0.3) || (signature < 0.45 && shape < 0.45);
}

function containerOf(symbol: PublicSymbol): string {
  return symbol.container === "" ? symbol.name : `${symbol.container}.${symbol.name}`;
}

function substitutionOf(pairs: readonly MatchedPair[]): Map<string, string> {
  const sure = pairs.filter((pair) => pair.confidence >= SUBSTITUTE_FROM && pair.from.name !== pair.to.name);
  return new Map(sure.map((pair) => [pair.from.name, pair.to.name]));
}

function sameSubstitution(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([from, to]) => b.get(from) === to);
}

function onlyModuleDiffers({ from, to }: MatchedPair): boolean {
  return (
    from.role === "export" && from.name === to.name && from.container === to.container && from.module !== to.module
  );
}

/** Single names that moved to another module, one move for each pair of modules. */
function symbolMoves(pairs: readonly MatchedPair[], modules: readonly ModuleMove[]): ModuleMove[] {
  const groups = new Map<string, MatchedPair[]>();
  for (const pair of pairs) {
    if (modules.some((move) => move.from === pair.from.module && move.to === pair.to.module)) continue;
    const key = `${pair.from.module}\n${pair.to.module}`;
    groups.set(key, [...(groups.get(key) ?? []), pair]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const confidence = Math.min(...group.map((pair) => pair.confidence));
    const symbols = group.map((pair) => pair.from.name).sort();
    return [
      {
        from: first.from.module,
        to: first.to.module,
        symbols,
        confidence,
        method: first.method,
        evidence: { symbols: symbols.length },
      },
    ];
  });
}

/** Names that are gone without a successor that is likely enough. A container's removal speaks for its members. */
function removals(
  from: CoreVersion,
  to: CoreVersion,
  state: MatchState,
  pairs: readonly MatchedPair[],
  moved: ReadonlyMap<string, string>,
): Removal[] {
  const paired = new Map(pairs.map((pair) => [pair.from, pair.to]));
  const result: Removal[] = [];
  for (const symbol of state.before.surface.symbols) {
    if (paired.has(symbol) || symbol.name === "constructor" || symbol.name === "default") continue;
    if (survivorOf(symbol, state, moved) !== undefined || state.after.hidden(symbol) !== undefined) continue;
    if (symbol.role !== "export" && !containerSurvives(symbol)) continue;
    const replacement = notesOn(symbol, undefined)[0];
    const successors = namedSuccessors(symbol, undefined, state.after);
    result.push({
      symbol,
      confidence: successors.length > 0 ? 0.8 : 0.95,
      ...(replacement === undefined ? {} : { replacement }),
      evidence: { sig: symbol.declaration.sig, path: symbol.path, line: symbol.declaration.line },
    });
  }
  return result;

  function containerSurvives(member: PublicSymbol): boolean {
    const container = state.before.byKey.get(`${member.module}:${member.container}`);
    if (container === undefined) return false;
    const now = paired.get(container) ?? survivorOf(container, state, moved);
    return now !== undefined && !reachableMembers(to.core, now).has(member.name) && hasOwnNow(now);
  }

  /** A container whose members cannot be seen any more (now a computed type, say) tells nothing about any one of them. */
  function hasOwnNow(container: PublicSymbol): boolean {
    return state.after.membersOf(container).length > 0;
  }
}

function byName(a: MatchedPair, b: MatchedPair): number {
  return compareText(keyOf(a.from), keyOf(b.from));
}

/** For the report: the probability by features alone, before rivals are weighed. */
export function ownProbability(pair: Considered): number {
  return probability(pair.odds);
}
