import type { PublicSymbol } from "../../domain/symbol.js";
import { replacementsIn } from "./notes.js";
import { dotted, keyOf, type SymbolIndex } from "./symbol-index.js";

/** What the core itself says about a name's successor. */
export interface NamedSuccessor {
  readonly symbol: PublicSymbol;
  /** 1 for the only one, less where there are several. */
  readonly strength: number;
}

/** The notes on a name: in the old version, and in the new one where the name is still there. */
export function notesOn(from: PublicSymbol, survivor: PublicSymbol | undefined): string[] {
  return [from.declaration.deprecated, survivor?.declaration.deprecated ?? false].filter(
    (note): note is string => note !== false && note !== "",
  );
}

/** Where a note names several, each is one choice among them; the first is named first for a reason. */
const ONE_OF_SEVERAL = { first: 0.6, other: 0.5 };

/** Symbols of the new version that deprecation notes name as the replacement. */
export function namedSuccessors(
  from: PublicSymbol,
  survivor: PublicSymbol | undefined,
  to: SymbolIndex,
): NamedSuccessor[] {
  const found: PublicSymbol[] = [];
  for (const note of notesOn(from, survivor)) {
    for (const name of replacementsIn(note)) {
      const symbol = to.mentioned(name, survivor ?? from);
      if (symbol === undefined || symbol === survivor || dotted(symbol) === dotted(from)) continue;
      if (!found.some((other) => keyOf(other) === keyOf(symbol))) found.push(symbol);
    }
  }
  const strengthOf = (at: number) => (at === 0 ? ONE_OF_SEVERAL.first : ONE_OF_SEVERAL.other);
  return found.map((symbol, at) => ({ symbol, strength: found.length === 1 ? 1 : strengthOf(at) }));
}

/** Whether the old name was just another name of the target before the release, or is one after it. */
export function isAlias(from: PublicSymbol, to: PublicSymbol, before: SymbolIndex, after: SymbolIndex): boolean {
  const then = before.byKey.get(keyOf(to));
  const now = after.byKey.get(keyOf(from));
  return (
    (then !== undefined && then !== from && before.areSame(from, then)) ||
    (now !== undefined && now !== to && after.areSame(now, to))
  );
}

/** Symbols of the new version under the names that the old one shared its thing with. */
export function aliasTargets(from: PublicSymbol, before: SymbolIndex, after: SymbolIndex): PublicSymbol[] {
  const others = [...from.alsoAs, ...before.aliasesOf(from).map(keyOf)].map((key) => after.byKey.get(key));
  const meant = [...aliasNames(from)].map((name) => after.mentioned(name, from));
  return [...others, ...meant].filter(
    (symbol): symbol is PublicSymbol => symbol !== undefined && symbol.name !== from.name,
  );
}

/** `const a = b` and `type A = B`: another name for the same thing. */
function aliasNames(symbol: PublicSymbol): Set<string> {
  const alias = symbol.declaration.aliasOf;
  return new Set(alias === undefined ? [] : [alias.slice(alias.lastIndexOf(".") + 1)]);
}
