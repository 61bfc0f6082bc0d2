import { OnxError } from "../../domain/errors.js";
import { canonicalJson } from "../../domain/hash.js";
import type { Manifest } from "../../domain/manifest.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { listOperations, summaryOf } from "../listing.js";
import { matchSchema as renameImport } from "../rename.import/schema.js";
import { matchSchema as removeSymbol } from "../remove.symbol/schema.js";
import { composedCalls } from "./calls.js";
import { existedBefore, type KnownNames } from "./existed.js";
import { composeHead } from "./head.js";
import { type Link, linksOf, merelyFollows, type Steps } from "./links.js";
import { isParameter, isSame, keyOf, type Name } from "./name.js";
import { modulesOf } from "./name-changes.js";
import { type Arrival, NameMap } from "./name-map.js";
import { followsFrom, type Said } from "./party.js";
import { last, placeOf, type Rename, renameMatch } from "./rename-match.js";

/**
 * The manifest that leads from where the first begins to where the second ends. A manifest is a relation between the names of two versions
 * (`NameMap`), and this is the product of the two relations, with one operation for each name of which it says more than what becomes of
 * its container or module. So a rename of a rename is one rename, a rename undone is none, a rename and then a removal is a removal of the
 * old name. What the second says of a name is said of what that name was before; what it says of a name that was not there is left out,
 * and so is what it says of one that the first took away and the second found again with another meaning.
 *
 * Applied, it does what both do in turn, but for what lies between: places that each would have marked are marked once, and a local name
 * never has to make way for a name that is only on the way. A name that both lead from and to may have been there from the beginning, its
 * deprecated twin gone in the first step: `known` tells, else the first step's method does (`existedBefore`).
 *
 * Throws `OnxError` (`manifests-do-not-meet`) for two that are not of one package, or of which the second begins elsewhere.
 */
export function composeManifests(first: Manifest, second: Manifest, known?: KnownNames): Manifest {
  checkMeeting(first, second);
  const modules = [...new Set([...modulesOf(first), ...modulesOf(second)])];
  const steps: Steps = {
    first: new NameMap(first, modules, existedBefore(known)),
    second: new NameMap(second, modules),
  };
  const operations = listOperations([...joinMoves(composedNames(steps)), ...composedCalls(steps)]);
  return { ...composeHead(first, second), summary: summaryOf(operations), operations };
}

/** Folds a path of manifests, each beginning where the one before ends. Throws as `composeManifests` does, and for an empty path. */
export function composePath(path: readonly Manifest[], known?: KnownNames): Manifest {
  const [first, ...rest] = path;
  if (first === undefined) throw new OnxError("manifests-do-not-meet", "there is no manifest to compose");
  return rest.reduce((composed, next) => composeManifests(composed, next, known), first);
}

function checkMeeting(first: Manifest, second: Manifest): void {
  if (first.package === second.package && first.to === second.from && first.language === second.language) return;
  const [a = "", b = ""] = [first, second].map((each) => `${each.package} ${each.from} to ${each.to}`);
  throw new OnxError("manifests-do-not-meet", `${a} and ${b} are no two steps of one way`, {
    remedy: "compose manifests of one package, each beginning where the one before ends",
  });
}

function composedNames(steps: Steps): ProposedOperation[] {
  const { first, second } = steps;
  const subjects = new Map(
    [
      ...first.changes.map(({ subject }) => subject),
      ...second.changes.flatMap(({ subject }) => first.sources(subject)),
    ].map((subject) => [keyOf(subject), subject]),
  );
  const names = [...subjects.values()].filter((subject) => !isParameter(subject));
  return names.flatMap((subject) => linksOf(subject, steps).flatMap((link) => operationOf(subject, link, steps) ?? []));
}

/** Undefined where the name becomes what it would become without a word about it. */
function operationOf(from: Name, { to, arrivals }: Link, steps: Steps): ProposedOperation | undefined {
  const [party, ...others] = arrivals.flatMap(({ by }) => by ?? []);
  if (party === undefined) return undefined;
  const parties = [party, ...others] as const;
  if (to === undefined) {
    const removed = removalOf(from, arrivals.at(-1));
    return removed && followsFrom(removed, parties);
  }
  if (merelyFollows(from, to, steps)) return undefined;
  const own = arrivals.flatMap((arrival) => (arrival.own ? (arrival.by?.operation ?? []) : []));
  const rename = { from, to, own, become: (name: Name) => linksOf(name, steps)[0]?.to ?? name };
  return restate(followsFrom(renameMatch(rename), parties), rename, arrivals, steps);
}

function removalOf(from: Name, end: Arrival | undefined): Said | undefined {
  if (end?.by === undefined || !end.own) return undefined;
  const { replacement } = removeSymbol.parse(end.by.operation.match);
  return {
    kind: "remove.symbol",
    match: { ...placeOf(from), name: last(from), ...(replacement !== undefined && { replacement }) },
  };
}

/** Where the first step leaves the old name in place and the second takes it away, the second says once more what has become of it. */
function restate(
  operation: ProposedOperation,
  { from, to }: Pick<Rename, "from" | "to">,
  [before]: readonly Arrival[],
  { first, second }: Steps,
): ProposedOperation {
  const survived = before?.own === true && before.by?.operation.breaking === false && first.sources(from).length === 0;
  if (!survived) return operation;
  const again = second.arrivals(from).flatMap(({ name, by, own }) => (own && by !== undefined ? [{ name, by }] : []));
  const agreeing = again.filter(({ name }) => isSame(name, to));
  return {
    ...operation,
    confidence: Math.max(operation.confidence, ...agreeing.map(({ by }) => by.operation.confidence)),
    breaking: operation.breaking || again.some(({ by }) => by.operation.breaking),
  };
}

/** Exports that take the same way from one module to another are one operation. */
function joinMoves(operations: readonly ProposedOperation[]): ProposedOperation[] {
  const ways = new Map<string, ProposedOperation[]>();
  for (const operation of operations) {
    const { symbols: _symbols, ...match } = operation.match;
    const way = canonicalJson({ ...operation, match });
    ways.set(way, [...(ways.get(way) ?? []), operation]);
  }
  return [...ways.values()].flatMap((alike) => {
    const symbols = alike.flatMap(({ match }) => renameImport.safeParse(match).data?.symbols ?? []);
    return alike
      .slice(0, 1)
      .map(({ match, ...rest }) => ({ ...rest, match: symbols.length === 0 ? match : { ...match, symbols } }));
  });
}
