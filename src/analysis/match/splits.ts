import type { MatchedPair, Removal } from "../../domain/matching.js";
import { isCallable, type Declaration, type PublicSymbol } from "../../domain/symbol.js";
import { SKETCH } from "../../languages/typescript/kind-shape.js";
import { sketchOf } from "./similarity.js";
import { keyOf, type SymbolIndex } from "./symbol-index.js";

/** Bodies of fewer shingles are contained in others by chance. */
const TELLING = 16;
/** A part that is called like the whole is what the whole became. */
const RELATED_NAMES = 0.5;
/** The least that a removal is sure of whose code is found elsewhere. */
const EXPLAINED = 0.75;
/** Share of a body that must be found in another one for it to be a part of that. */
const CONTAINED = 0.75;

/** Finds what became of functions and methods that have no single successor. */
export interface Splits {
  /** Whether a pair takes one of several parts for the whole. */
  isPartOf(pair: MatchedPair): boolean;
  /** Says of removed ones what they were split or merged into, as the replacement: a person has to carry it out. */
  explain(removal: Removal): Removal;
}

/**
 * Two or more new functions beside an old one that hold most of their own code from it are what it was split into; one that holds most of
 * the old one's code is what it was merged into.
 */
export function findSplits(before: SymbolIndex, after: SymbolIndex): Splits {
  const byPlace = new Map<string, PublicSymbol[]>();
  for (const symbol of after.surface.symbols.filter(({ declaration }) => isTelling(declaration))) {
    byPlace.set(placeOf(symbol), [...(byPlace.get(placeOf(symbol)) ?? []), symbol]);
  }
  return {
    isPartOf: ({ from, to, features }) =>
      features["note"] === undefined && (features["name"] ?? 0) < RELATED_NAMES && partsOf(from).includes(to),
    explain(removal) {
      if (removal.replacement !== undefined) return removal;
      const parts = partsOf(removal.symbol);
      if (parts.length > 0) return explained(removal, "split into", parts);
      const wholes = wholesOf(removal.symbol);
      return wholes.length === 1 ? explained(removal, "merged into", wholes) : removal;
    },
  };

  /** Empty where there are fewer than two. */
  function partsOf(symbol: PublicSymbol): PublicSymbol[] {
    if (!isTelling(symbol.declaration)) return [];
    const fresh = (byPlace.get(placeOf(symbol)) ?? []).filter((other) => !before.byKey.has(keyOf(other)));
    const parts = fresh.filter((part) => containment(part.declaration, symbol.declaration) >= CONTAINED);
    return parts.length > 1 ? parts : [];
  }

  function wholesOf(symbol: PublicSymbol): PublicSymbol[] {
    if (!isTelling(symbol.declaration)) return [];
    const beside = byPlace.get(placeOf(symbol)) ?? [];
    return beside.filter((other) => containment(symbol.declaration, other.declaration) >= CONTAINED);
  }
}

function explained(removal: Removal, verb: string, others: readonly PublicSymbol[]): Removal {
  const names = others.map(({ name }) => name).sort();
  return {
    ...removal,
    confidence: Math.max(removal.confidence, EXPLAINED),
    replacement: `${verb} ${names.map((name) => `\`${name}\``).join(" and ")}`,
    evidence: { ...removal.evidence, [verb.startsWith("split") ? "split_into" : "merged_into"]: names },
  };
}

function isTelling(declaration: Declaration): boolean {
  return isCallable(declaration.kind) && sketchOf(declaration).length >= TELLING;
}

/**
 * Share of `part` that `whole` has too: of its syntax, from bottom-k sketches (Broder 1997) compared up to where both are complete, and of
 * the names that it calls; the lesser of the two.
 */
function containment(part: Declaration, whole: Declaration): number {
  const [a, b] = [sketchOf(part), sketchOf(whole)];
  const complete = Math.min(endOf(a), endOf(b));
  const syntax = share(
    a.filter((hash) => hash <= complete),
    b,
  );
  return part.calls.length === 0 ? 0 : Math.min(syntax, share(part.calls, whole.calls));
}

function endOf(sketch: readonly number[]): number {
  return sketch.length < SKETCH ? Infinity : (sketch.at(-1) ?? Infinity);
}

function share<T>(part: readonly T[], whole: readonly T[]): number {
  const known = new Set(whole);
  return part.length === 0 ? 0 : part.filter((item) => known.has(item)).length / part.length;
}

function placeOf({ module, container }: PublicSymbol): string {
  return `${module}:${container}`;
}
