import type { PublicSymbol } from "../../domain/symbol.js";
import { replacementsIn } from "./notes.js";
import { dotted, identityOf, keyOf, type SymbolIndex } from "./symbol-index.js";

/** What the core itself says about a name's successor. */
export interface NamedSuccessor {
  readonly symbol: PublicSymbol;
  /** 1 for the first name in the note that exists, less for later ones. */
  readonly strength: number;
}

/** The notes on a name: in the old version, and in the new one where the name is still there. */
export function notesOn(from: PublicSymbol, survivor: PublicSymbol | undefined): string[] {
  return [from.declaration.deprecated, survivor?.declaration.deprecated ?? false].filter(
    (note): note is string => note !== false && note !== "",
  );
}

/** Symbols of the new version that a deprecation note names as the replacement. */
export function namedSuccessors(
  from: PublicSymbol,
  survivor: PublicSymbol | undefined,
  to: SymbolIndex,
): NamedSuccessor[] {
  const found: NamedSuccessor[] = [];
  for (const note of notesOn(from, survivor)) {
    for (const name of replacementsIn(note)) {
      const symbol = to.mentioned(name, survivor ?? from);
      if (symbol === undefined || symbol === survivor || dotted(symbol) === dotted(from)) continue;
      if (found.some((other) => keyOf(other.symbol) === keyOf(symbol))) continue;
      found.push({ symbol, strength: found.length === 0 ? 1 : 0.4 });
    }
  }
  return found;
}

/** Whether the old name was just another name of the target before the release, or is one after it. */
export function isAlias(from: PublicSymbol, to: PublicSymbol, before: SymbolIndex, after: SymbolIndex): boolean {
  const targetBefore = before.byKey.get(keyOf(to));
  if (targetBefore !== undefined && targetBefore !== from) {
    if (identityOf(targetBefore) === identityOf(from)) return true;
    if (aliasNames(from).has(to.name) || aliasNames(targetBefore).has(from.name)) return true;
  }
  const survivor = after.byKey.get(keyOf(from));
  if (survivor === undefined || survivor === to) return false;
  return identityOf(survivor) === identityOf(to) || aliasNames(survivor).has(to.name);
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
