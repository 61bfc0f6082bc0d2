import type { ApiDiff } from "../domain/matching.js";
import { qualifiedName, type PublicSymbol } from "../domain/symbol.js";

/** Something that dependents name and what they name in its place. */
export interface Counterpart {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
  /** That the two are one thing. */
  readonly confidence: number;
}

/** A name that is there in both versions for things that look unlike each other is most often one thing that changed. */
const UNLIKE = 0.9;

const computed = new WeakMap<ApiDiff, readonly Counterpart[]>();

/** Everything that kept its name or was renamed, also where it changed so much that little of it is the same. */
export function counterpartsOf(diff: ApiDiff): readonly Counterpart[] {
  let all = computed.get(diff);
  if (all === undefined) computed.set(diff, (all = findCounterparts(diff)));
  return all;
}

function findCounterparts({ from, to, kept, pairs }: ApiDiff): readonly Counterpart[] {
  const matched = [...kept.map((symbol) => ({ ...symbol, confidence: 1 })), ...pairs];
  const known = new Set(matched.map((each) => each.from));
  const taken = new Set(matched.map((each) => each.to));
  const byName = new Map(to.symbols.map((symbol) => [qualifiedName(symbol), symbol]));
  const unlike = from.symbols.flatMap((symbol) => {
    const now = known.has(symbol) ? undefined : byName.get(qualifiedName(symbol));
    return now === undefined || taken.has(now) ? [] : [{ from: symbol, to: now, confidence: UNLIKE }];
  });
  return [...matched, ...unlike];
}
