import type { MatchedPair } from "../../domain/matching.js";
import type { Method } from "../../domain/operation.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { groupBy } from "../group-by.js";
import { assign, type Candidate } from "./assign.js";
import { scoreCandidates, spaceOf } from "./candidates.js";
import type { Block, Considered, MatchState } from "./match-state.js";
import { againstRival, calibrated, logOdds, type Features, type Model } from "./score.js";
import { identityOf, keyOf } from "./symbol-index.js";

export interface BlockResult {
  readonly pairs: readonly MatchedPair[];
  readonly considered: readonly Considered[];
}

/** Scores every candidate of a block and assigns them one to one, as well as possible over the whole block. */
export function matchBlock(block: Block, state: MatchState): BlockResult {
  const scored = scoreCandidates(block, state);
  const considered = block.rows.flatMap((row) => scored.get(row) ?? []);
  const columnOf = new Map<string, number>();
  for (const pair of considered) if (!columnOf.has(claimOf(pair))) columnOf.set(claimOf(pair), columnOf.size);
  const rowOf = new Map(block.rows.map((from, i) => [from, i]));
  // A target that several old names lead to by the core's own word is theirs together, so it is no scarce column for them.
  const shared = considered.filter(({ features }) => isSaid(features));
  const settled = new Set(shared.map(({ from }) => from));
  const scarce = considered.filter(({ from }) => !settled.has(from));
  const edges: (Candidate & { pair: Considered })[] = scarce.map((pair) => ({
    row: rowOf.get(pair.from) ?? -1,
    column: columnOf.get(claimOf(pair)) ?? -1,
    score: pair.odds - state.floor,
    pair,
  }));
  const byPlace = new Map(edges.map((edge) => [`${edge.row} ${edge.column}`, edge.pair]));
  const chosen = [
    ...bestPerRow(shared),
    ...assign(edges).flatMap(({ row, column }) => byPlace.get(`${row} ${column}`) ?? []),
  ];
  const rivalOf = rivalry(considered);
  // A name that was weighed against new ones and is still the likeliest has stayed.
  const changed = chosen.filter(({ from, to }) => keyOf(from) !== keyOf(to));
  return { pairs: changed.map((pair) => toPair(pair, block, rivalOf, state)), considered };
}

/** The core itself says that the one name stands for the other. */
function isSaid(features: Features): boolean {
  return features["note"] === 1 || features["alias"] === 1;
}

/**
 * What a pair lays claim to. A class can take over from a type and from a value, and two names of one thing both become its new name: those
 * claims do not exclude one another.
 */
function claimOf({ from, to }: Considered): string {
  const space = spaceOf(to) === "both" ? spaceOf(from) : "";
  return `${keyOf(to)}\n${space}\n${from.name === from.declaration.name ? "" : from.name}`;
}

function bestPerRow(pairs: readonly Considered[]): Considered[] {
  const best = new Map<PublicSymbol, Considered>();
  for (const pair of pairs) {
    const known = best.get(pair.from);
    if (known === undefined || pair.odds > known.odds) best.set(pair.from, pair);
  }
  return [...best.values()];
}

/** Looks up the best other claim to either side of a pair. */
type Rivalry = (pair: Considered) => number | undefined;

function rivalry(considered: readonly Considered[]): Rivalry {
  const byFrom = groupBy(considered, ({ from }) => from);
  const byClaim = groupBy(considered, claimOf);
  return (pair) => {
    // Another name of the same thing is no rival, nor is another old name where the core itself sends both to one target.
    const shared = isSaid(pair.features);
    const targets = (byFrom.get(pair.from) ?? []).filter((other) => identityOf(other.to) !== identityOf(pair.to));
    const sources = shared ? [] : (byClaim.get(claimOf(pair)) ?? []).filter((other) => other.from !== pair.from);
    const rivals = [...targets, ...sources];
    return rivals.length === 0 ? undefined : Math.max(...rivals.map(({ odds }) => odds));
  };
}

function toPair(pair: Considered, block: Block, rivalOf: Rivalry, { model, evidence }: MatchState): MatchedPair {
  const { from, to, features } = pair;
  const confidence = calibrated(againstRival(pair.odds, rivalOf(pair)), model);
  const usage = evidence.usageOf(from, to);
  return {
    from,
    to,
    confidence: onProseAlone(features, model) ? Math.min(confidence, PROSE_LIMIT) : confidence,
    method: methodOf(features),
    features,
    ...(usage === undefined ? {} : { usage }),
    survives: survives(pair, block),
  };
}

/** Lists of changes are written by hand, and contain mistakes: by themselves they never make an operation automatic. */
const PROSE_LIMIT = 0.89;

function onProseAlone(features: Features, model: Model): boolean {
  if (features["changelog"] === undefined) return false;
  const { changelog: _prose, ...rest } = features;
  return logOdds(rest, model) < 0;
}

/** The old name still works: deprecated, or as another name of the target. A name that now means something else does not. */
function survives({ from, to }: Considered, block: Block): boolean {
  const now = block.survivor(from);
  return now !== undefined && (now.declaration.deprecated !== false || identityOf(now) === identityOf(to));
}

/** Usage this strong says more than likeness does. */
const MOSTLY_REPLACED = 0.6;

function methodOf(features: Features): Method {
  if (features["alias"] === 1) return "alias";
  if (features["note"] === 1) return "deprecation-note";
  if ((features["usage"] ?? 0) >= MOSTLY_REPLACED) return "usage-evolution";
  return features["body"] === 1 && features["signature"] === 1 ? "identical-body" : "similarity";
}
