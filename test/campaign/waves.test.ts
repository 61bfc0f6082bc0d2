import { describe, expect, test } from "vitest";
import { type Dependent, planWaves } from "../../src/campaign/waves.js";
import { fc } from "../support/fast-check.js";

function dependent(id: string, ...depends_on: string[]): Dependent {
  return { id, depends_on };
}

describe("planWaves", () => {
  test("one wave where nobody depends on anybody", () => {
    expect(planWaves([dependent("b"), dependent("a")], 0)).toEqual([["a", "b"]]);
  });

  test("canaries go first, the rest of their level after them", () => {
    expect(planWaves([dependent("a"), dependent("b"), dependent("c"), dependent("d", "c")], 2)).toEqual([
      ["a", "b"],
      ["c"],
      ["d"],
    ]);
  });

  test("a canary depends on nobody", () => {
    expect(planWaves([dependent("a", "z"), dependent("z")], 1)).toEqual([["z"], ["a"]]);
  });

  test("those that depend on each other go together, also as canaries", () => {
    const circle = [dependent("a", "b"), dependent("b", "a"), dependent("c", "a")];
    expect(planWaves(circle, 0)).toEqual([["a", "b"], ["c"]]);
    expect(planWaves(circle, 1)).toEqual([["a", "b"], ["c"]]);
  });

  test("what is not among the dependents, or itself, does not count", () => {
    expect(planWaves([dependent("a", "a", "elsewhere")], 0)).toEqual([["a"]]);
  });

  test("nobody, no waves", () => {
    expect(planWaves([], 3)).toEqual([]);
  });

  test("a chain of ten thousand", () => {
    const chain = Array.from({ length: 10_000 }, (_, at) => dependent(`n${at}`, `n${at + 1}`));
    expect(planWaves(chain, 0)).toHaveLength(10_000);
  });
});

const graph = fc
  .uniqueArray(fc.stringMatching(/^[a-h]$/), { maxLength: 8 })
  .chain((ids) => fc.tuple(...ids.map((id) => fc.record({ id: fc.constant(id), depends_on: fc.subarray(ids) }))));

function reaches(graph: readonly Dependent[], from: string, to: string): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const next of graph.find((one) => one.id === id)?.depends_on ?? []) {
      if (next === to) return true;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}

describe("for any graph", () => {
  test("everyone is in exactly one wave", () => {
    fc.assert(
      fc.property(graph, fc.nat(4), (dependents, canary) => {
        expect(planWaves(dependents, canary).flat().sort()).toEqual(dependents.map(({ id }) => id).sort());
      }),
    );
  });

  test("a dependency comes no later, and in the same wave only within a circle", () => {
    fc.assert(
      fc.property(graph, fc.nat(4), (dependents, canary) => {
        const waves = planWaves(dependents, canary);
        const waveOf = (id: string) => waves.findIndex((wave) => wave.includes(id));
        for (const { id, depends_on } of dependents) {
          for (const other of depends_on) {
            if (reaches(dependents, other, id)) expect(waveOf(other)).toBe(waveOf(id));
            else expect(waveOf(other)).toBeLessThan(waveOf(id));
          }
        }
      }),
    );
  });

  test("the order in which they are given does not matter", () => {
    fc.assert(
      fc.property(graph, fc.nat(4), (dependents, canary) => {
        expect(planWaves(dependents.toReversed(), canary)).toEqual(planWaves(dependents, canary));
      }),
    );
  });
});
