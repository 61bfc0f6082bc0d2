import { describe, expect, it } from "vitest";
import { jaccard, shapeSimilarity, signatureSimilarity, substitute } from "../../../src/analysis/match/similarity.js";
import type { Declaration } from "../../../src/domain/symbol.js";
import { extractFile } from "../../../src/languages/typescript/extract.js";
import { fc } from "../../support/fast-check.js";

function declarationOf(text: string): Declaration {
  return extractFile("a.ts", text).declarations[0]!;
}

/** A bottom-k sketch as a shape has it: the 64 smallest of some hashes. */
function sketch(hashes: readonly number[]): number[] {
  return [...new Set(hashes)].sort((a, b) => a - b).slice(0, 64);
}

describe("similarity of shapes", () => {
  const base = declarationOf("export const a = 1;");
  const of = (sketch: readonly number[]): Declaration => ({ ...base, shape: { sketch } });
  const hashes = fc.array(fc.nat(2 ** 32 - 1), { minLength: 1, maxLength: 300 });

  it("is close to the Jaccard similarity of the whole sets", () => {
    const many = fc.uniqueArray(fc.nat(2 ** 32 - 1), { minLength: 200, maxLength: 300 });
    fc.assert(
      fc.property(many, fc.nat(100), (all, part) => {
        const [left, right] = [all.slice(0, 100 + part), all.slice(part)];
        const estimate = shapeSimilarity(of(sketch(left)), of(sketch(right)))!;
        // Four standard errors of a share among 64 draws.
        expect(Math.abs(estimate - jaccard(left, right)!)).toBeLessThanOrEqual(4 * Math.sqrt(0.25 / 64));
      }),
      { seed: 20 },
    );
  });

  // The union is cut to the larger sketch's size even where neither was cut: {0, 1} and {0, 2} count as half the same, not a third.
  it("is the Jaccard similarity itself where nothing was cut off", () => {
    fc.assert(
      fc.property(hashes, hashes, hashes, (shared, left, right) => {
        const [a, b] = [[...shared, ...left].slice(0, 60), [...shared, ...right].slice(0, 60)];
        expect(shapeSimilarity(of(sketch(a)), of(sketch(b)))).toBeCloseTo(jaccard(a, b)!, 9);
      }),
    );
  });

  it("is symmetric, and 1 of a thing with itself", () => {
    fc.assert(
      fc.property(hashes, hashes, (a, b) => {
        const [left, right] = [of(sketch(a)), of(sketch(b))];
        expect(shapeSimilarity(left, right)).toBe(shapeSimilarity(right, left));
        expect(shapeSimilarity(left, left)).toBe(1);
      }),
    );
  });

  it("says nothing of what is too small, and looks past the declaration file where both have code", () => {
    expect(shapeSimilarity(of([]), of([1]))).toBeUndefined();
    const typed = of([1, 2, 3]);
    expect(shapeSimilarity({ ...typed, bodyShape: { sketch: [7] } }, { ...typed, bodyShape: { sketch: [8] } })).toBe(0);
    expect(shapeSimilarity({ ...typed, bodyShape: { sketch: [7] } }, typed)).toBe(1);
  });

  it("is high for a body that is changed a little, low for another", () => {
    const before = declarationOf(
      "export function f(a: string[]) { const seen = new Set<string>(); for (const x of a) { if (!seen.has(x)) seen.add(x); } return [...seen]; }",
    );
    const edited = declarationOf(
      "export function g(b: string[]) { const seen = new Set<string>(); for (const x of b) { if (!seen.has(x)) seen.add(x); } log(b); return [...seen]; }",
    );
    const other = declarationOf("export function h(a: number) { return a > 2 ? { a } : null; }");
    expect(shapeSimilarity(before, edited)!).toBeGreaterThan(0.6);
    expect(shapeSimilarity(before, other)!).toBeLessThan(0.3);
  });
});

describe("similarity of signatures", () => {
  it("knows accepted renames, and ignores the names of parameters", () => {
    const before = declarationOf("export function f(a: Item, b?: Options): Map<string, Item> { throw 0; }");
    const after = declarationOf("export function g(x: Entry, y?: Options): Map<string, Entry> { throw 0; }");
    expect(signatureSimilarity(before, after, new Map([["Item", "Entry"]]))).toBe(1);
    expect(signatureSimilarity(before, after, new Map())).toBeLessThan(1);
    expect(substitute("Item | Items", new Map([["Item", "Entry"]]))).toBe("Entry | Items");
  });
});
