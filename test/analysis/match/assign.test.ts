import { expect, it } from "vitest";
import { assign, type Candidate } from "../../../src/analysis/match/assign.js";
import { fc } from "../../support/fast-check.js";

const SIDE = 5;
const candidates = fc.uniqueArray(
  fc.record({ row: fc.nat(SIDE), column: fc.nat(SIDE), score: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
  {
    selector: ({ row, column }) => row * 100 + column,
    maxLength: 14,
  },
);

/** Every way to choose one column at most for each row and back. */
function best(all: readonly Candidate[]): number {
  const [first, ...rest] = all;
  if (first === undefined) return 0;
  const without = rest.filter(({ row, column }) => row !== first.row && column !== first.column);
  return Math.max(best(rest), first.score + best(without));
}

function total(chosen: readonly Candidate[]): number {
  return chosen.reduce((sum, { score }) => sum + score, 0);
}

it("chooses one to one, among the given, and as well as can be", () => {
  fc.assert(
    fc.property(candidates, (given) => {
      const chosen = assign(given);
      expect(new Set(chosen.map(({ row }) => row)).size).toBe(chosen.length);
      expect(new Set(chosen.map(({ column }) => column)).size).toBe(chosen.length);
      for (const candidate of chosen) expect(given).toContain(candidate);
      expect(total(chosen)).toBeCloseTo(best(given), 9);
    }),
  );
});

it("does not depend on the order of the candidates", () => {
  const withOrder = candidates.chain((given) =>
    fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
  );
  fc.assert(
    fc.property(withOrder, ([given, shuffled]) => {
      const sorted = (chosen: readonly Candidate[]) => chosen.map(({ row, column }) => `${row} ${column}`).sort();
      const [a, b] = [assign(given), assign(shuffled)];
      expect(total(a)).toBeCloseTo(total(b), 9);
      if (new Set(given.map(({ score }) => score)).size === given.length && isUnique(given))
        expect(sorted(a)).toEqual(sorted(b));
    }),
  );

  /** Whether no other choice is as good as the best one. */
  function isUnique(given: readonly Candidate[]): boolean {
    const goal = best(given);
    return assign(given).every((one) => goal - best(given.filter((other) => other !== one)) > 1e-9);
  }
});

it("cuts a component down that is too large to be solved whole", () => {
  const size = 450;
  const given = Array.from({ length: size }, (_, row) =>
    Array.from({ length: 6 }, (_each, i) => ({ row, column: (row + i) % size, score: i === 0 ? 0.9 : 0.1 + i / 100 })),
  ).flat();
  const chosen = assign(given);
  expect(chosen).toHaveLength(size);
  expect(chosen.every(({ row, column }) => row === column)).toBe(true);
});

it("chooses nothing from nothing", () => expect(assign([])).toEqual([]));
