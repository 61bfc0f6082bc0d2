import type { KeptSymbol, MatchedPair } from "../../domain/matching.js";
import { isContainer, type PublicSymbol } from "../../domain/symbol.js";
import { nameSimilarity } from "../../domain/names.js";
import type { MatchState } from "./match-state.js";
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

/** `export { New as Old }`, where the old version declared `Old` itself, and `New`, if at all, as something else: `New`. */
export function successorByAlias(
  before: PublicSymbol,
  now: PublicSymbol,
  { before: old, after }: MatchState,
): PublicSymbol | undefined {
  const declared = now.declaration.name;
  if (now.role !== "export" || declared === now.name || before.declaration.name !== before.name) return undefined;
  const proper = after.byKey.get(keyOf({ ...now, name: declared }));
  if (proper === undefined || identityOf(proper) !== identityOf(now)) return undefined;
  const earlier = old.byKey.get(keyOf({ ...before, name: declared }));
  return earlier !== undefined && (old.areSame(earlier, before) || haveOneBody(earlier, before)) ? undefined : proper;
}

function haveOneBody(a: PublicSymbol, b: PublicSymbol): boolean {
  return a.declaration.body !== undefined && a.declaration.body === b.declaration.body;
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

/** So much better must a new name explain what the old one meant, to be weighed against it. */
const CLEARLY_BETTER = 0.15;
const RELATED_NAMES = 0.5;

/**
 * Whether a new name beside it is more like what the old name meant than the old name now is: `a` became `b`, and something else `a`.
 * Which of them it is, is decided with all other names in view.
 */
export function isContested(
  before: PublicSymbol,
  now: PublicSymbol,
  fresh: readonly PublicSymbol[],
  { substitution }: MatchState,
): boolean {
  const a = before.declaration;
  if (a.sig === now.declaration.sig || (a.body !== undefined && a.body === now.declaration.body)) return false;
  const related = fresh.filter(
    ({ name, declaration }) =>
      declaration.sig === a.sig || (declaration.kind === a.kind && nameSimilarity(before.name, name) >= RELATED_NAMES),
  );
  if (related.length === 0) return false;
  const staying = likeness(now);
  return related.some((other) => likeness(other) >= staying + CLEARLY_BETTER);

  function likeness({ declaration }: PublicSymbol): number {
    const parts = [signatureSimilarity(a, declaration, substitution), shapeSimilarity(a, declaration)];
    const known = parts.filter((part) => part !== undefined);
    return known.length === 0 ? 0 : known.reduce((sum, part) => sum + part, 0) / known.length;
  }
}

/** What kept its name, through moves of modules and renames of containers. */
export function keptSymbols(state: MatchState, pairs: readonly MatchedPair[]): KeptSymbol[] {
  const paired = new Map(pairs.map((pair) => [keyOf(pair.from), pair.to]));
  const kept = new Map<string, PublicSymbol>();
  const ordered = [...state.before.surface.symbols].sort((a, b) => depthOf(a) - depthOf(b));
  for (const symbol of ordered) {
    if (paired.has(keyOf(symbol))) continue;
    const now = counterpart(symbol);
    if (now !== undefined) kept.set(keyOf(symbol), now);
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
