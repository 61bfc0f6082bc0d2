import type { PublicSymbol } from "../../domain/symbol.js";
import { reachableMembers } from "../../languages/typescript/ancestors.js";
import { hasMembers } from "../../languages/typescript/surface.js";
import type { CoreVersion } from "../open-core.js";
import type { Block, Considered, MatchState } from "./match-state.js";
import { isContested, isOutdated, isReused, successorByAlias, survivorOf } from "./survivors.js";
import { dotted, keyOf } from "./symbol-index.js";

/** A container of the old version and what it is in the new one. */
export interface ContainerPair {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
}

/** Exports that are gone, out of date, or whose name now means something else, against everything exported now. */
export function exportBlock(state: MatchState): Block {
  const contested = new Set<PublicSymbol>();
  const rows = state.before.surface.symbols.filter((symbol) => {
    if (symbol.role !== "export" || symbol.name === "default" || state.after.hidden(symbol) === "certain") return false;
    const survivor = survivorOf(symbol, state);
    if (survivor === undefined || isOutdated(symbol, survivor, state)) return true;
    if (isReused(symbol, survivor, state) || isContested(symbol, survivor, state.freshExports(survivor.module), state))
      contested.add(symbol);
    return contested.has(symbol);
  });
  return {
    rows,
    candidatesFor: (row) => {
      const survivor = survivorOf(row, state);
      if (survivor !== undefined && isOutdated(row, survivor, state)) {
        const successor = successorByAlias(row, survivor, state);
        return successor === undefined ? [] : [successor];
      }
      return state.after
        .similarExports(row, state.before.memberNames(row))
        .filter((candidate) => candidate.name !== "default" && (candidate !== survivor || contested.has(row)));
    },
    // Another name of what the old one still means is no better than the old one.
    excludes: (row, candidate) => {
      const survivor = survivorOf(row, state);
      if (survivor === undefined || survivor === candidate || isOutdated(row, survivor, state)) return false;
      return state.after.areSame(survivor, candidate);
    },
    survivor: (row) => survivorOf(row, state),
    sameContainer: (a, b) => a.container === b.container,
  };
}

/** Members that a container no longer has, or has out of date, against those of what it has become. */
export function memberBlock(pair: ContainerPair, from: CoreVersion, state: MatchState): Block {
  const own = state.after.membersOf(pair.to);
  const byName = new Map(own.map((member) => [member.name, member]));
  const reachable = state.reachable(pair.to);
  const old = reachableMembers(from.core, pair.from);
  const offered = own.filter((member) => member.name !== "constructor" && member.declaration.deprecated === false);
  const fresh = offered.filter((member) => !old.has(member.name));
  const contested = new Set<PublicSymbol>();
  const rows = state.before.membersOf(pair.from).filter((member) => {
    if (member.name === "constructor") return false;
    const survivor = byName.get(member.name);
    if (survivor === undefined) return !reachable.has(member.name);
    if (isOutdated(member, survivor, state)) return true;
    if (isContested(member, survivor, fresh, state)) contested.add(member);
    return contested.has(member);
  });
  return {
    rows,
    candidatesFor: (row) =>
      byName.has(row.name) && !contested.has(row)
        ? []
        : [...fresh, ...offered.filter((member) => old.has(member.name))],
    survivor: (row) => byName.get(row.name),
    sameContainer: (a, b) => b.module === pair.to.module && a.container !== "" && b.container === dotted(pair.to),
  };
}

/** Names that were not found where they belong, against every other place. `weighed` are the pairs that were looked at there. */
export function orphanBlock(rows: readonly PublicSymbol[], weighed: readonly Considered[], state: MatchState): Block {
  const known = new Set(weighed.map(({ from, to }) => `${keyOf(from)}\n${keyOf(to)}`));
  return {
    excludes: (row, candidate) => known.has(`${keyOf(row)}\n${keyOf(candidate)}`),
    rows,
    candidatesFor: (row) => {
      if (row.role === "config-key") return []; // keys of the same name are found in every other options type
      const sameName = keyOf(row);
      const members = state.before.memberNames(row);
      return state.after
        .similarAnywhere(row, members)
        .filter((candidate) => keyOf(candidate) !== sameName && !(row.role === "export" && candidate.role === "export"))
        .filter((candidate) => members.length === 0 || hasMembers(candidate));
    },
    survivor: () => undefined,
    sameContainer: () => false,
  };
}
