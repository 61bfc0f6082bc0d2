import { compareText } from "../../domain/hash.js";
import type { ApiDiff, MatchedPair } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { reachableMembers } from "../../languages/typescript/ancestors.js";
import type { CoreVersion } from "../open-core.js";
import { collectEvidence } from "../evidence/collect.js";
import { matchBlock, type BlockResult } from "./block.js";
import type { Block, Considered, MatchState } from "./match-state.js";
import { exportBlock, memberBlock, orphanBlock, type ContainerPair } from "./blocks.js";
import { followedRenames } from "./derived-names.js";
import { lastingFeatures } from "./features.js";
import { heirsOf } from "./heirs.js";
import { fileMoves, moduleMoves } from "./modules.js";
import { positionAgreement } from "./neighbourhood.js";
import { goneFromHeirs, propagatedPairs, propagatedRemovals } from "./propagate.js";
import { goneSymbols, removalsOf, strandedMembers } from "./removals.js";
import { loadModel, type Model } from "./score.js";
import { findSplits } from "./splits.js";
import { keptSymbols, survivorOf } from "./survivors.js";
import { keyOf, SymbolIndex } from "./symbol-index.js";
import { onlyModuleDiffers, symbolMoves } from "./symbol-moves.js";

/** Below this a name is called removed, and the report shows the candidates; a doubtful rename still tells a person more than a removal. */
export const MIN_CONFIDENCE = 0.4;
/** Only renames this sure are substituted in other signatures. */
const SUBSTITUTE_FROM = 0.6;
/** A container's members are looked for in what it has become when that is this sure. */
const FOLLOW_FROM = 0.5;
/** Renames reach one another through signatures and containers; in practice four rounds change nothing more. */
const MAX_ROUNDS = 4;
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
  const before = new SymbolIndex(from.surface, from.core);
  const after = new SymbolIndex(to.surface, to.core);
  const modules = moduleMoves(from, to);
  const evidence = collectEvidence(from, to);
  const fixed = {
    before,
    after,
    model,
    floor,
    moved: new Map(modules.map((move) => [move.from, move.to])),
    lasting: lastingFeatures(before, after, positionAgreement(before, after), evidence),
    freshExports: freshExports(before, after),
    evidence,
    heirs: heirsOf(from, before),
    reachable: memo((container: PublicSymbol) => reachableMembers(to.core, container)),
  };
  let state: MatchState = { ...fixed, substitution: new Map(), follows: () => false };
  let round: Round = { exports: NOTHING, members: NOTHING, orphans: NOTHING };
  for (let i = 0; i < MAX_ROUNDS; i++) {
    const known = accepted(round);
    state = { ...fixed, substitution: substitutionOf(known), follows: followedRenames(known) };
    round = nextRound(from, state, innerContainers(round, before));
    if (sameAcceptance(known, accepted(round))) break;
  }
  const splits = findSplits(before, after);
  const found = likely([...round.exports.pairs, ...round.members.pairs, ...round.orphans.pairs]);
  const all = found.filter((pair) => !splits.isPartOf(pair));
  const considered = joined([round.exports, round.members, round.orphans]).considered;
  const removed = removalsOf(goneSymbols(state, all), considered, state).map(splits.explain);
  const diff: ApiDiff = {
    from: from.surface,
    to: to.surface,
    pairs: [...all.filter((pair) => !onlyModuleDiffers(pair)), ...propagatedPairs(state, all)].sort(byName),
    kept: keptSymbols(state, all),
    moduleMoves: [...modules, ...symbolMoves(all, modules)].sort((a, b) => compareText(a.from, b.from)),
    fileMoves: fileMoves(from, to, modules),
    removals: [...removed, ...propagatedRemovals(state, removed, all)],
  };
  return { diff, considered: [...considered].sort((a, b) => b.odds - a.odds) };
}

function freshExports(before: SymbolIndex, after: SymbolIndex): MatchState["freshExports"] {
  const byModule = new Map<string, PublicSymbol[]>();
  for (const symbol of after.surface.symbols) {
    if (symbol.role !== "export" || symbol.container !== "" || before.byKey.has(keyOf(symbol))) continue;
    const list = byModule.get(symbol.module);
    if (list === undefined) byModule.set(symbol.module, [symbol]);
    else list.push(symbol);
  }
  return (module) => byModule.get(module) ?? [];
}

interface Round {
  readonly exports: BlockResult;
  readonly members: BlockResult;
  /** Names that left the place where they belonged. */
  readonly orphans: BlockResult;
}

const NOTHING: BlockResult = { pairs: [], considered: [] };

function nextRound(from: CoreVersion, state: MatchState, movedAway: readonly MatchedPair[]): Round {
  const exports = matchBlock(exportBlock(state), state);
  const containers = containerPairs(state, [...exports.pairs, ...movedAway]);
  const members = joined(containers.map((pair) => matchBlock(memberBlock(pair, from, state), state)));
  const found = likely([...exports.pairs, ...members.pairs]);
  const gone = goneSymbols(state, found, movedAway);
  const inherited = inheritedBlocks(gone, containers, found, from, state).map((block) => matchBlock(block, state));
  const stranded = strandedMembers(state, [...found, ...likely(movedAway)]);
  const orphans = orphanBlock([...gone, ...stranded], [...exports.considered, ...members.considered], state);
  return { exports, members: joined([members, ...inherited]), orphans: matchBlock(orphans, state) };
}

/** Members that are gone from where they are declared, against what came to the containers that inherit them. */
function inheritedBlocks(
  gone: readonly PublicSymbol[],
  containers: readonly ContainerPair[],
  pairs: readonly MatchedPair[],
  from: CoreVersion,
  state: MatchState,
): Block[] {
  const known = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const byHeir = new Map<string, PublicSymbol[]>();
  for (const member of gone.flatMap((symbol) => goneFromHeirs(symbol, state, known))) {
    const key = `${member.module}:${member.container}`;
    byHeir.set(key, [...(byHeir.get(key) ?? []), member]);
  }
  return containers.flatMap((pair) => {
    const rows = byHeir.get(keyOf(pair.from));
    return rows === undefined ? [] : [{ ...memberBlock(pair, from, state), rows }];
  });
}

function joined(results: readonly BlockResult[]): BlockResult {
  return {
    pairs: results.flatMap(({ pairs }) => pairs),
    considered: results.flatMap(({ considered }) => considered),
  };
}

/** Containers of the old version and what they are in the new one. */
function containerPairs(state: MatchState, pairs: readonly MatchedPair[]): ContainerPair[] {
  const renamed = new Map<PublicSymbol, PublicSymbol>();
  for (const pair of pairs) {
    if (pair.confidence >= FOLLOW_FROM && !renamed.has(pair.from)) renamed.set(pair.from, pair.to);
  }
  return state.before.surface.symbols.flatMap((from) => {
    if (state.before.membersOf(from).length === 0) return [];
    const to = renamed.get(from) ?? survivorOf(from, state);
    return to === undefined || state.after.membersOf(to).length === 0 ? [] : [{ from, to }];
  });
}

function likely(pairs: readonly MatchedPair[]): MatchedPair[] {
  return pairs.filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
}

/** Members that have members of their own, wherever they have gone. */
function innerContainers({ members, orphans }: Round, before: SymbolIndex): MatchedPair[] {
  return [...members.pairs, ...orphans.pairs].filter(({ from }) => before.membersOf(from).length > 0);
}

/** What the next round may build on. */
function accepted({ exports, members, orphans }: Round): MatchedPair[] {
  const sure = [...exports.pairs, ...members.pairs, ...orphans.pairs].filter(
    (pair) => pair.confidence >= SUBSTITUTE_FROM,
  );
  return sure.filter((pair) => pair.from.name !== pair.to.name || pair.from.container !== pair.to.container);
}

function substitutionOf(pairs: readonly MatchedPair[]): Map<string, string> {
  const exports = pairs.filter(({ from, to }) => from.role === "export" && from.name !== to.name);
  return new Map(exports.map((pair) => [pair.from.name, pair.to.name]));
}

function sameAcceptance(a: readonly MatchedPair[], b: readonly MatchedPair[]): boolean {
  const known = new Set(a.map(pairKey));
  return a.length === b.length && b.every((pair) => known.has(pairKey(pair)));
}

function pairKey({ from, to }: MatchedPair): string {
  return `${keyOf(from)}\n${keyOf(to)}`;
}

function byName(a: MatchedPair, b: MatchedPair): number {
  return compareText(keyOf(a.from), keyOf(b.from));
}

function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = compute(key)));
    return value;
  };
}
