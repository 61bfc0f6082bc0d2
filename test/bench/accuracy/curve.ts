import type { Model } from "../../../src/analysis/match/score.js";
import { solve } from "./linear-algebra.js";
import type { Outcome } from "./scorer.js";

export interface WeightedOutcome extends Outcome {
  readonly weight: number;
}

const STEPS = 60;
/** Pull of the slope to 1 and of the intercept to 0, in outcomes. */
const RIDGE = 0.3;

/**
 * Platt scaling (Platt 1999): slope and intercept that turn the log-odds of raw confidences into those of being right, by logistic
 * regression (Newton's method) on pairs that were chosen.
 */
export function plattScaling(outcomes: readonly WeightedOutcome[]): Model["calibration"] {
  let slope = 1;
  let intercept = 0;
  for (let step = 0; step < STEPS; step++) {
    const gradient = [RIDGE * (slope - 1), RIDGE * intercept];
    const hessian = [
      [RIDGE, 0],
      [0, RIDGE],
    ];
    for (const { confidence, right, weight } of outcomes) {
      const x = [Math.log(confidence / (1 - confidence)), 1];
      const p = 1 / (1 + Math.exp(-(slope * x[0]! + intercept)));
      for (const [a, value] of x.entries()) {
        gradient[a]! += weight * (p - right) * value;
        for (const [b, other] of x.entries()) hessian[a]![b]! += weight * p * (1 - p) * value * other;
      }
    }
    const [byOdds = 0, constant = 0] = solve(hessian, gradient);
    slope -= byOdds;
    intercept -= constant;
  }
  return { slope: round(slope), intercept: round(intercept) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
