import { expect, test } from "vitest";
import { againstRival, calibrated, loadModel, logOdds, type Model } from "../../../src/analysis/match/score.js";

const MODEL: Model = {
  bias: -1,
  features: { name: { weight: 4, center: 0.5 } },
  calibration: { slope: 1, intercept: 0 },
};

test("features weigh by their distance from the center; what is absent or unknown says nothing", () => {
  expect(logOdds({ name: 1 }, MODEL)).toBe(1);
  expect(logOdds({ name: 0.5 }, MODEL)).toBe(-1);
  expect(logOdds({ other: 1 }, MODEL)).toBe(-1);
});

test("a close rival halves what a pair is worth, a distant one takes nothing away", () => {
  expect(againstRival(6, 6)).toBeCloseTo(0.5, 2);
  expect(againstRival(6, -6)).toBeCloseTo(againstRival(6, undefined), 3);
});

test("the curve raises and lowers confidence, keeps its order and never says certain", () => {
  const curve = (raw: number, slope: number, intercept: number) =>
    calibrated(raw, { ...MODEL, calibration: { slope, intercept } });
  expect(curve(0.7, 1, 0)).toBe(0.7);
  expect(curve(0.7, 1, 1)).toBeGreaterThan(0.8);
  expect(curve(0.9, 0.5, 0)).toBeLessThan(0.8);
  expect(curve(0.6, 0.5, 1)).toBeLessThan(curve(0.61, 0.5, 1));
  expect(curve(1, 2, 5)).toBeLessThan(1);
  expect(curve(0, 2, -5)).toBeGreaterThan(0);
});

test("the model that ships with the tool can be read", () => {
  expect(Object.keys(loadModel().features)).toContain("name");
});
