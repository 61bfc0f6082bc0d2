import { nameChange, patternStrength } from "../../domain/names.js";
import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import { groupBy } from "../group-by.js";
import { aliasTargets, isAlias, namedSuccessors } from "./evidence.js";
import { pairFeatures } from "./features.js";
import type { Block, Considered, MatchState } from "./match-state.js";
import { logOdds, type Features } from "./score.js";
import { sketchOf } from "./similarity.js";
import { keyOf } from "./symbol-index.js";

/** Weighs what may have become of each row of a block, likeliest first. */
export function scoreCandidates(block: Block, state: MatchState): Map<PublicSymbol, Considered[]> {
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

/** What can make a name that was there all along the replacement of another. */
const REASONS = ["note", "comment", "warning", "changelog", "usage", "internalUsage", "follows"] as const;

/** Names less alike than this are not variants of one name. */
const VARIANTS = 0.6;

/** A name that stood beside the old one in the old version too, and is no variant of it: that the two are made alike says nothing. */
function isBystander(features: Features): boolean {
  if (features["beside"] !== 1 || features["body"] === 1 || (features["name"] ?? 0) >= VARIANTS) return false;
  return REASONS.every((reason) => features[reason] === undefined);
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

/** Names that notes and changes elsewhere suggest for one old name: the most plainly said ones are looked at. */
const MAX_SPOKEN = 8;

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

/** Where a name is used: what is no export is told by its container. */
export function spaceOf({ role, declaration: { kind } }: PublicSymbol): "type" | "value" | "both" {
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
