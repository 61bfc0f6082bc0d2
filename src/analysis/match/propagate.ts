import type { MatchedPair, Removal } from "../../domain/matching.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { plainAncestors, reachableMembers } from "../../languages/typescript/ancestors.js";
import type { CoreVersion } from "../open-core.js";
import type { MatchState } from "./block.js";
import { survivorOf } from "./survivors.js";
import { dotted, identityOf, keyOf } from "./symbol-index.js";

/** A member that more containers inherit is spoken of once, where it is declared. */
const MAX_HEIRS = 16;

/** What is said of a member, said again of the public containers that inherit it: dependents name those. */
export interface Inherited {
  readonly pairs: readonly MatchedPair[];
  readonly removals: readonly Removal[];
}

/**
 * Repeats renames and removals of members for each public container that has the member by inheritance in the old version, and has what
 * became of it in the new one.
 */
export function propagate(
  versions: { readonly from: CoreVersion; readonly to: CoreVersion },
  state: MatchState,
  pairs: readonly MatchedPair[],
  removals: readonly Removal[],
): Inherited {
  const renamed = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const heirs = heirsOf(versions.from, state);
  const reachable = memo((container: PublicSymbol) => reachableMembers(versions.to.core, container));
  return {
    pairs: pairs.flatMap((pair) => {
      if (pair.from.role === "export" || pair.to.role === "export") return [];
      return heirsNow(pair.from).flatMap(({ heir, now }) => {
        const names = reachable(now);
        if (!names.has(pair.to.name) || (names.has(pair.from.name) && !pair.survives)) return [];
        const from = { ...pair.from, module: heir.module, container: dotted(heir) };
        const to = { ...pair.to, module: now.module, container: dotted(now) };
        return [{ ...pair, from, to, method: "propagated" as const }];
      });
    }),
    removals: removals.flatMap((removal) => {
      if (removal.symbol.role === "export") return [];
      return heirsNow(removal.symbol).flatMap(({ heir, now }) => {
        const names = reachable(now);
        if (names.size === 0 || names.has(removal.symbol.name)) return [];
        return [{ ...removal, symbol: { ...removal.symbol, module: heir.module, container: dotted(heir) } }];
      });
    }),
  };

  function heirsNow(member: PublicSymbol): { heir: PublicSymbol; now: PublicSymbol }[] {
    const all = heirs.get(`${member.module}:${member.container}`) ?? [];
    if (all.length > MAX_HEIRS) return [];
    return all.flatMap((heir) => {
      const now = renamed.get(keyOf(heir)) ?? survivorOf(heir, state);
      const overridden = state.before.byKey.has(`${keyOf(heir)}.${member.name}`);
      const omitted = heir.declaration.omits?.includes(member.name) === true;
      return now === undefined || overridden || omitted ? [] : [{ heir, now }];
    });
  }
}

/** Container → the public containers that have their members from it. */
function heirsOf({ core }: CoreVersion, { before }: MatchState): Map<string, PublicSymbol[]> {
  const byIdentity = new Map(before.surface.symbols.map((symbol) => [identityOf(symbol), symbol]));
  const heirs = new Map<string, PublicSymbol[]>();
  for (const symbol of before.surface.symbols) {
    for (const { path, declaration } of plainAncestors(core, symbol)) {
      const ancestor = byIdentity.get(`${path}#${declaration.id}`);
      if (ancestor === undefined || ancestor === symbol) continue;
      const list = heirs.get(keyOf(ancestor));
      if (list === undefined) heirs.set(keyOf(ancestor), [symbol]);
      else list.push(symbol);
    }
  }
  return heirs;
}

function memo<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) known.set(key, (value = compute(key)));
    return value;
  };
}
