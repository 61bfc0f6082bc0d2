import type { MatchedPair } from "../../domain/matching.js";
import type { Method } from "../../domain/operation.js";
import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import type { CoreEvidence } from "../evidence/collect.js";
import { assign, type Candidate } from "./assign.js";
import type { FollowsRename } from "./derived-names.js";
import { aliasTargets, isAlias, namedSuccessors } from "./evidence.js";
import { pairFeatures, type LastingFeatures } from "./features.js";
import type { Heir } from "./heirs.js";
import { nameChange, patternStrength } from "../../domain/names.js";
import { againstRival, calibrated, logOdds, type Features, type Model } from "./score.js";
import { sketchOf, type Substitution } from "./similarity.js";
import { identityOf, keyOf, type SymbolIndex } from "./symbol-index.js";

/** Two versions of an API and what is known of their relation so far. */
export interface MatchState {
  readonly before: SymbolIndex;
  readonly after: SymbolIndex;
  readonly model: Model;
  /** Old name → new name of the exports accepted in earlier rounds. */
  readonly substitution: Substitution;
  /** Whether a pair repeats a rename that was accepted in earlier rounds. */
  readonly follows: FollowsRename;
  /** Specifier → where its names are found instead. */
  readonly moved: ReadonlyMap<string, string>;
  readonly lasting: LastingFeatures;
  /** Exports of a module that the old version did not have. */
  freshExports(module: string): readonly PublicSymbol[];
  /** Names that a container of the new version has, by itself and by inheritance. */
  reachable(container: PublicSymbol): ReadonlySet<string>;
  /** The public containers that inherit a member of the old version. */
  heirs(member: PublicSymbol): readonly Heir[];
  /** What the core says and does about its names. */
  readonly evidence: CoreEvidence;
  /** Log-odds below this are not worth keeping, even for the report. */
  readonly floor: number;
}

/** Names of one place (the exports, or a container's members) whose counterparts are sought together. */
export interface Block {
  /** Names of the old version that need a counterpart. */
  readonly rows: readonly PublicSymbol[];
  /** Counterparts that the place itself offers a row, besides those that notes name. */
  candidatesFor(row: PublicSymbol): readonly PublicSymbol[];
  /** Pairs that are not to be weighed here, whatever suggests them. */
  excludes?(row: PublicSymbol, candidate: PublicSymbol): boolean;
  /** What the old name means in the new version, where it is still there. */
  survivor(row: PublicSymbol): PublicSymbol | undefined;
  /** Whether a pair stays in its container, the container's own rename included. */
  sameContainer(from: PublicSymbol, to: PublicSymbol): boolean;
}

/** Names that notes and changes elsewhere suggest for one old name: the most plainly said ones are looked at. */
const MAX_SPOKEN = 8;

/** A pair that was considered, for the report. */
export interface Considered {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
  readonly odds: number;
  readonly features: Features;
}

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

/** What can make a name that was there all along the replacement of another. */
const REASONS = ["note", "comment", "warning", "changelog", "usage", "internalUsage", "follows"] as const;

/** Names less alike than this are not variants of one name. */
const VARIANTS = 0.6;

/** A name that stood beside the old one in the old version too, and is no variant of it: that the two are made alike says nothing. */
function isBystander(features: Features): boolean {
  if (features["beside"] !== 1 || features["body"] === 1 || (features["name"] ?? 0) >= VARIANTS) return false;
  return REASONS.every((reason) => features[reason] === undefined);
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

function scoreCandidates(block: Block, state: MatchState): Map<PublicSymbol, Considered[]> {
  const offers = block.rows.map((from) => ({ from, offered: offersFor(from, block, state) }));
  const support = patternSupport(offers.map(({ from, offered }) => ({ from, targets: offered.map(({ to }) => to) })));
  const compared = offers.map(({ from, offered }) => ({
    from,
    list: offered.map(({ to, note }) => ({
      to,
      features: pairFeatures(from, to, state.lasting(from, to), {
        substitution: state.substitution,
        existedBefore: to !== block.survivor(from) && existedBefore(from, to, block, state),
        note,
        alias: isAlias(from, to, state.before, state.after),
        pattern: patternStrength(support.get(nameChange(from.name, to.name) ?? "") ?? 0),
        follows: state.follows(from, to),
        sameContainer: block.sameContainer(from, to),
      }),
    })),
  }));
  const mutual = mutuallyBest(compared);
  const movedWhole = onlySameBody(compared);
  return new Map(
    compared.map(({ from, list }) => [
      from,
      list
        .map(({ to, features: own }): Considered => {
          const features = mutual(from, to) ? { ...own, mutual: own["name"] ?? 0 } : own;
          const odds = logOdds(features, state.model);
          return { from, to, features, odds: movedWhole(from, to) ? Math.max(odds, MOVED_WHOLE) : odds };
        })
        .filter(({ odds, features }) => odds > state.floor && !isBystander(features))
        .sort((a, b) => b.odds - a.odds),
    ]),
  );
}

/** Log-odds, at least, of a pair whose code is the same, and nobody else's. */
const MOVED_WHOLE = 3.5;
/** Code of fewer shingles is the same by chance. */
const TELLING_BODY = 24;

/** Whether one old and one new name alone have the same code. */
function onlySameBody(
  compared: readonly { from: PublicSymbol; list: readonly { to: PublicSymbol; features: Features }[] }[],
): (from: PublicSymbol, to: PublicSymbol) => boolean {
  const same = compared.flatMap(({ from, list }) =>
    sketchOf(from.declaration).length < TELLING_BODY
      ? []
      : list.filter(({ features }) => features["body"] === 1).map(({ to }) => ({ from, to })),
  );
  const bySource = groupBy(same, ({ from }) => from);
  const byTarget = groupBy(same, ({ to }) => to);
  return (from, to) =>
    bySource.get(from)?.length === 1 && bySource.get(from)?.[0]?.to === to && byTarget.get(to)?.length === 1;
}

/** Whether two names are each other's most similar one among all that were compared. */
function mutuallyBest(
  compared: readonly { from: PublicSymbol; list: readonly { to: PublicSymbol; features: Features }[] }[],
): (from: PublicSymbol, to: PublicSymbol) => boolean {
  const bestOf = new Map<PublicSymbol, { other: PublicSymbol; name: number }>();
  const offer = (symbol: PublicSymbol, other: PublicSymbol, name: number) => {
    if (name > (bestOf.get(symbol)?.name ?? 0)) bestOf.set(symbol, { other, name });
  };
  for (const { from, list } of compared) {
    for (const { to, features } of list) {
      offer(from, to, features["name"] ?? 0);
      offer(to, from, features["name"] ?? 0);
    }
  }
  return (from, to) => bestOf.get(from)?.other === to && bestOf.get(to)?.other === from;
}

function offersFor(from: PublicSymbol, block: Block, state: MatchState): { to: PublicSymbol; note: number }[] {
  const { before, after, evidence } = state;
  const survivor = block.survivor(from);
  const offers = new Map(block.candidatesFor(from).flatMap((to) => (isUsableAs(from, to) ? [[to, 0]] : [])));
  const names = new Set([...offers.keys()].map(({ name }) => name));
  const spoken = evidence.targetsOf(from).filter((name) => !names.has(name)); // what the place itself offers is meant first
  const suggested = spoken.slice(0, MAX_SPOKEN).flatMap((name) => after.mentioned(name, survivor ?? from) ?? []);
  for (const to of [...aliasTargets(from, before, after), ...suggested]) {
    if (!offers.has(to) && to !== survivor) offers.set(to, 0);
  }
  for (const { symbol, strength } of namedSuccessors(from, survivor, after)) offers.set(symbol, strength);
  return [...offers].flatMap(([to, note]) => (block.excludes?.(from, to) === true ? [] : [{ to, note }]));
}

/** A value never becomes a type alone, nor a type a value alone; what is both may become either. What holds exports holds no instances. */
function isUsableAs(from: PublicSymbol, to: PublicSymbol): boolean {
  if (from.declaration.kind === "namespace" && INSTANCES.has(to.declaration.kind)) return false;
  const [a, b] = [spaceOf(from), spaceOf(to)];
  return a === b || a === "both" || b === "both";
}

const INSTANCES: ReadonlySet<string> = new Set(["class", "interface", "type"]);

function spaceOf({ role, declaration: { kind } }: PublicSymbol): "type" | "value" | "both" {
  if (role !== "export") return "both";
  if (kind === "interface" || kind === "type") return "type";
  return kind === "function" || kind === "constant" ? "value" : "both";
}

/** How many different old names change in the same systematic way, for each way. */
function patternSupport(
  offers: readonly { from: PublicSymbol; targets: readonly PublicSymbol[] }[],
): Map<string, number> {
  const support = new Map<string, number>();
  for (const { from, targets } of offers) {
    const ways = new Set(targets.map((to) => nameChange(from.name, to.name)));
    for (const way of ways) if (way !== undefined) support.set(way, (support.get(way) ?? 0) + 1);
  }
  return support;
}

/**
 * The target was there in the old version, as the same sort of thing, its container perhaps under another name; a name that was given to
 * the old one's code since was not.
 */
function existedBefore(from: PublicSymbol, to: PublicSymbol, block: Block, { before }: MatchState): boolean {
  const isSibling = from.name !== to.name && block.sameContainer(from, to);
  const then =
    before.byKey.get(keyOf(to)) ?? (isSibling ? before.byKey.get(keyOf({ ...from, name: to.name })) : undefined);
  if (then === undefined || isContainer(then.declaration.kind) !== isContainer(to.declaration.kind)) return false;
  const { body } = to.declaration;
  if (body !== undefined && body === from.declaration.body && body !== then.declaration.body) return false;
  return then.typeOnly === to.typeOnly;
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

function groupBy<T, K>(items: readonly T[], keyFor: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyFor(item));
    if (group === undefined) groups.set(keyFor(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Usage this strong says more than likeness does. */
const MOSTLY_REPLACED = 0.6;

function methodOf(features: Features): Method {
  if (features["alias"] === 1) return "alias";
  if (features["note"] === 1) return "deprecation-note";
  if ((features["usage"] ?? 0) >= MOSTLY_REPLACED) return "usage-evolution";
  return features["body"] === 1 && features["signature"] === 1 ? "identical-body" : "similarity";
}
