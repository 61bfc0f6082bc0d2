import type { MatchedPair, Removal } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import type { Considered, MatchState } from "./match-state.js";
import { namedSuccessors, notesOn } from "./evidence.js";
import { calibrated, probability } from "./score.js";
import { keyOf } from "./symbol-index.js";
import { survivorOf } from "./survivors.js";

/**
 * Names that are gone without a successor that is likely enough. A container's removal speaks for its members; one whose members cannot
 * be seen any more (now a computed type, say) tells nothing about any of them.
 */
export function goneSymbols(
  state: MatchState,
  pairs: readonly MatchedPair[],
  movedContainers: readonly MatchedPair[] = [],
): PublicSymbol[] {
  const paired = new Map(pairs.map((pair) => [pair.from, pair.to]));
  const containers = new Map([...movedContainers.map((pair) => [pair.from, pair.to] as const), ...paired]);
  return state.before.surface.symbols.filter((symbol) => {
    if (paired.has(symbol) || symbol.name === "constructor" || symbol.name === "default") return false;
    if (survivorOf(symbol, state) !== undefined || state.after.hidden(symbol) !== undefined) return false;
    return symbol.role === "export" || leftItsContainer(symbol);
  });

  function leftItsContainer(member: PublicSymbol): boolean {
    const container = state.before.byKey.get(`${member.module}:${member.container}`);
    const now = container === undefined ? undefined : (containers.get(container) ?? survivorOf(container, state));
    if (now === undefined || state.after.membersOf(now).length === 0) return false;
    return !state.reachable(now).has(member.name);
  }
}

/** The removal of a name that the core names a replacement for, however unlike. */
const REPLACED = 0.8;
const SURE = 0.95;
/** That a name is gone is certain; only whether it has a successor is not. */
const AT_LEAST = 0.5;

/** A removal is as sure as nothing is likely to be the name's successor. */
export function removalsOf(
  gone: readonly PublicSymbol[],
  considered: readonly Considered[],
  state: MatchState,
): Removal[] {
  const likeliest = new Map<PublicSymbol, number>();
  for (const { from, odds } of considered) likeliest.set(from, Math.max(odds, likeliest.get(from) ?? -Infinity));
  return gone.map((symbol) => {
    const replacement = notesOn(symbol, undefined)[0];
    const successors = namedSuccessors(symbol, undefined, state.after);
    const odds = likeliest.get(symbol);
    const renamed = odds === undefined ? 0 : calibrated(probability(odds), state.model);
    const confidence = Math.max(AT_LEAST, Math.min(successors.length > 0 ? REPLACED : SURE, 1 - renamed));
    return {
      symbol,
      confidence: Math.round(confidence * 1000) / 1000,
      ...(replacement === undefined ? {} : { replacement }),
      evidence: { sig: symbol.declaration.sig, path: symbol.path, line: symbol.declaration.line },
    };
  });
}

/**
 * Functions and values inside of containers that are gone altogether: each may live on somewhere else. What belongs to instances does not,
 * for there are none any more.
 */
export function strandedMembers(state: MatchState, pairs: readonly MatchedPair[]): PublicSymbol[] {
  const paired = new Set(pairs.map(({ from }) => keyOf(from)));
  return state.before.surface.symbols.filter((symbol) => {
    if (symbol.role !== "member" || symbol.declaration.kind === "enum-member") return false;
    const container = state.before.byKey.get(`${symbol.module}:${symbol.container}`);
    if (container === undefined || container.typeOnly || paired.has(keyOf(container))) return false;
    if (container.declaration.kind === "class" && !symbol.declaration.static) return false;
    return survivorOf(container, state) === undefined && state.after.hidden(container) === undefined;
  });
}
