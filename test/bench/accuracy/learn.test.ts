import { expect, test } from "vitest";
import { logOdds } from "../../../src/analysis/match/score.js";
import { plattScaling } from "./curve.js";
import { learnWeights } from "./learn.js";
import { solve } from "./linear-algebra.js";
import type { Question } from "./questions.js";

/** The first option is right where `right` says so; otherwise none is. */
function question(options: Question["options"], right: boolean): Question {
  return { options, right: right ? [0] : [], weight: 1 };
}

function many<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_item, i) => make(i));
}

test("the right options of the questions learned from are preferred, and none where none is right", () => {
  const weights = learnWeights([
    ...many(20, (i) => question([{ name: 0.8 + i / 100 }, { name: 0.2 + i / 100 }], true)),
    ...many(20, (i) => question([{ name: 0.1 + i / 100 }, { name: 0.2 }], false)),
  ]);
  const model = { ...weights, calibration: { slope: 1, intercept: 0 } };
  expect(logOdds({ name: 0.9 }, model)).toBeGreaterThan(1);
  expect(logOdds({ name: 0.2 }, model)).toBeLessThan(-1);
});

test("a feature that is left out says nothing, one that marks pairs has no center", () => {
  const weights = learnWeights(many(20, (i) => question([{ name: i / 20, note: 1 }, { name: i / 20 }], true)));
  expect(weights.features["note"]?.center).toBe(0);
  expect(weights.features["note"]?.weight).toBeGreaterThan(0.5);
  expect(weights.features["name"]?.center).toBeCloseTo(0.475);
});

test("a weight never contradicts what its feature means", () => {
  const questions = many(30, (i) => question([{ name: 0.1 + (i % 3) / 100 }, { name: 0.9 }], true));
  expect(learnWeights(questions).features["name"]?.weight).toBe(0);
});

test("confidences that were said too high are lowered, those that were right stay", () => {
  const outcomes = (right: number) =>
    many(100, (i) => ({ confidence: 0.9, right: i < right ? (1 as const) : (0 as const), weight: 1 }));
  const said = ({ slope, intercept }: ReturnType<typeof plattScaling>) =>
    1 / (1 + Math.exp(-(slope * Math.log(0.9 / 0.1) + intercept)));
  expect(said(plattScaling(outcomes(60)))).toBeCloseTo(0.6, 1);
  expect(said(plattScaling(outcomes(90)))).toBeCloseTo(0.9, 2);
  expect(plattScaling([])).toEqual({ slope: 1, intercept: 0 });
});

test("linear equations", () => {
  const [x = 0, y = 0] = solve(
    [
      [4, 1],
      [1, 3],
    ],
    [1, 2],
  );
  expect(x).toBeCloseTo(1 / 11);
  expect(y).toBeCloseTo(7 / 11);
});
