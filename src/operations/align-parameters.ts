import { nameSimilarity } from "../domain/names.js";
import type { Parameter } from "../domain/symbol.js";
import type { Fit } from "../languages/typescript/type-fit.js";

/** Which parameter of the new signature each of the old one is, by place. */
export interface Alignment {
  readonly pairs: readonly (readonly [from: number, to: number])[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
}

/** Longer lists are aligned by place: the search below doubles with every parameter. */
const MAX_PARAMETERS = 8;

type Fits = (from: Parameter, to: Parameter) => Fit;

/** The alignment with the greatest sum of likenesses of names, types and places. */
export function alignParameters(before: readonly Parameter[], after: readonly Parameter[], fits: Fits): Alignment {
  const weights = before.map((from, i) => after.map((to, j) => likeness(from, to, i === j, fits(from, to))));
  const chosen = before.length > MAX_PARAMETERS || after.length > MAX_PARAMETERS ? byPlace(weights) : best(weights);
  const pairs = chosen.flatMap((j, i) => (j === undefined ? [] : [[i, j] as const]));
  const kept = new Set(pairs.map(([, j]) => j));
  return {
    pairs,
    removed: [...before.keys()].filter((i) => chosen[i] === undefined),
    added: [...after.keys()].filter((j) => !kept.has(j)),
  };
}

export function sameName(a: Parameter, b: Parameter): boolean {
  return plain(a.name) === plain(b.name);
}

/** `_options` and `options` are one name, and so are all patterns. */
function plain(name: string): string {
  return name.startsWith("{") ? "{}" : name.replace(/^_+|_+$/g, "");
}

/** 0 where the two cannot be the same. */
function likeness(from: Parameter, to: Parameter, samePlace: boolean, fit: Fit): number {
  const typed = { yes: 1, unclear: 0.5, no: 0 }[fit];
  if (sameName(from, to)) return 3 + typed + Number(samePlace) / 2;
  if (fit === "no") return 0;
  return samePlace ? 1 + typed + nameSimilarity(from.name, to.name) : typed * nameSimilarity(from.name, to.name);
}

function byPlace(weights: readonly (readonly number[])[]): (number | undefined)[] {
  return weights.map((row, i) => ((row[i] ?? 0) > 0 ? i : undefined));
}

function best(weights: readonly (readonly number[])[]): (number | undefined)[] {
  const known = new Map<string, { sum: number; chosen: (number | undefined)[] }>();
  return from(0, 0).chosen;

  function from(i: number, taken: number): { sum: number; chosen: (number | undefined)[] } {
    const row = weights[i];
    if (row === undefined) return { sum: 0, chosen: [] };
    const key = `${i} ${taken}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const without = from(i + 1, taken);
    let result = { sum: without.sum, chosen: [undefined, ...without.chosen] as (number | undefined)[] };
    for (const [j, weight] of row.entries()) {
      if (weight === 0 || taken & (1 << j)) continue;
      const rest = from(i + 1, taken | (1 << j));
      if (weight + rest.sum > result.sum) result = { sum: weight + rest.sum, chosen: [j, ...rest.chosen] };
    }
    known.set(key, result);
    return result;
  }
}
