import type { MatchedPair, Removal } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import type { MatchState } from "./match-state.js";
import { survivorOf } from "./survivors.js";
import { dotted, keyOf } from "./symbol-index.js";

/**
 * What is said of a member, said again for each public container that has the member by inheritance in the old version and has what
 * became of it in the new one: dependents name those.
 */
export function propagatedPairs(state: MatchState, pairs: readonly MatchedPair[]): MatchedPair[] {
  const known = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const said = new Set<string>();
  return pairs.flatMap((pair) => {
    if (pair.from.role === "export" || pair.to.role === "export") return [];
    return state.heirs(pair.from).flatMap(({ container, member }) => {
      const now = known.get(keyOf(container)) ?? survivorOf(container, state);
      if (now === undefined || known.has(keyOf(member)) || said.has(keyOf(member))) return [];
      const names = state.reachable(now);
      if (!names.has(pair.to.name) || (names.has(member.name) && !pair.survives)) return [];
      said.add(keyOf(member));
      const to = { ...pair.to, module: now.module, container: dotted(now) };
      return [{ ...pair, from: member, to, method: "propagated" as const }];
    });
  });
}

/** The same for members that are gone. */
export function propagatedRemovals(
  state: MatchState,
  removals: readonly Removal[],
  pairs: readonly MatchedPair[],
): Removal[] {
  const known = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const repeated = removals.flatMap((removal) =>
    goneFromHeirs(removal.symbol, state, known).map((symbol) => ({ ...removal, symbol })),
  );
  return [...new Map(repeated.map((removal) => [keyOf(removal.symbol), removal])).values()];
}

/** A vanished member as the members of its heirs that lack it too, as far as nothing is known of those yet. */
export function goneFromHeirs(
  member: PublicSymbol,
  state: MatchState,
  known: ReadonlyMap<string, PublicSymbol>,
): PublicSymbol[] {
  if (member.role === "export") return [];
  return state.heirs(member).flatMap((heir) => {
    const now = known.get(keyOf(heir.container)) ?? survivorOf(heir.container, state);
    if (now === undefined || known.has(keyOf(heir.member))) return [];
    const names = state.reachable(now);
    return names.size === 0 || names.has(member.name) ? [] : [heir.member];
  });
}
