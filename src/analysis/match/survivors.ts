import type { KeptSymbol, MatchedPair } from "../../domain/matching.js";
import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import type { MatchState } from "./block.js";
import { shapeSimilarity, signatureSimilarity } from "./similarity.js";
import { dotted, identityOf, keyOf } from "./symbol-index.js";

/** What a public name means in the new version, its module perhaps moved. */
export function survivorOf(symbol: PublicSymbol, { after, moved }: MatchState): PublicSymbol | undefined {
  const module = moved.get(symbol.module) ?? symbol.module;
  return after.byKey.get(keyOf(symbol)) ?? after.byKey.get(keyOf({ ...symbol, module }));
}

/** Whether a name that is still there asks for another one: newly deprecated, or now merely another name of something. */
export function isOutdated(before: PublicSymbol, now: PublicSymbol, state: MatchState): boolean {
  if (before.declaration.deprecated === false && now.declaration.deprecated !== false) return true;
  return successorByAlias(before, now, state) !== undefined;
}

/** `export { New as Old }`, where the old version declared `Old` itself: `New`. */
export function successorByAlias(
  before: PublicSymbol,
  now: PublicSymbol,
  { after }: MatchState,
): PublicSymbol | undefined {
  const declared = now.declaration.name;
  if (now.role !== "export" || declared === now.name || before.declaration.name !== before.name) return undefined;
  const proper = after.byKey.get(keyOf({ ...now, name: declared }));
  return proper !== undefined && identityOf(proper) === identityOf(now) ? proper : undefined;
}

/** The name is still there but for a thing of another make: names are swapped and reused. */
export function isReused(before: PublicSymbol, now: PublicSymbol, state: MatchState): boolean {
  const a = before.declaration;
  const b = now.declaration;
  if (a.body !== undefined && a.body === b.body) return false;
  const otherKind = a.kind !== b.kind && (isContainer(a.kind) || isContainer(b.kind));
  const signature = signatureSimilarity(a, b, state.substitution) ?? 1;
  const shape = shapeSimilarity(a, b) ?? 1;
  return (otherKind && shape < 0.3) || (signature < 0.45 && shape < 0.45);
}

/** What kept its name and its nature, through moves of modules and renames of containers. */
export function keptSymbols(state: MatchState, pairs: readonly MatchedPair[]): KeptSymbol[] {
  const paired = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const kept = new Map<string, PublicSymbol>();
  const ordered = [...state.before.surface.symbols].sort((a, b) => depthOf(a) - depthOf(b));
  for (const symbol of ordered) {
    if (paired.has(keyOf(symbol))) continue;
    const now = counterpart(symbol);
    if (now !== undefined && !isReused(symbol, now, state)) kept.set(keyOf(symbol), now);
  }
  return state.before.surface.symbols.flatMap((from) => {
    const to = kept.get(keyOf(from));
    return to === undefined ? [] : [{ from, to }];
  });

  function counterpart(symbol: PublicSymbol): PublicSymbol | undefined {
    const owner = `${symbol.module}:${symbol.container}`;
    const container = symbol.role === "export" ? undefined : (paired.get(owner) ?? kept.get(owner));
    if (container === undefined) return survivorOf(symbol, state);
    return state.after.byKey.get(keyOf({ ...symbol, module: container.module, container: dotted(container) }));
  }
}

function depthOf({ container }: PublicSymbol): number {
  return container === "" ? 0 : container.split(".").length;
}
