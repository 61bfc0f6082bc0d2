import { readFileSync } from "node:fs";
import { z } from "zod";

/** A feature's value in [0, 1]; a feature that says nothing about a pair is left out. */
export type Features = Readonly<Record<string, number>>;

const modelSchema = z.strictObject({
  bias: z.number(),
  /** log-odds = bias + Σ weight · (value − center) over the features present. */
  features: z.record(z.string(), z.strictObject({ weight: z.number(), center: z.number() })),
  /** Platt scaling (Platt 1999) of the chosen pairs: log-odds' = slope · log-odds + intercept. */
  calibration: z.strictObject({ slope: z.number(), intercept: z.number() }),
});
export type Model = z.infer<typeof modelSchema>;

/** The weights that ship with the tool: a data file, so that they can be read, and learned again. */
export function loadModel(): Model {
  return modelSchema.parse(JSON.parse(readFileSync(new URL("./model.json", import.meta.url), "utf8")));
}

/** Log-odds that a pair is a rename (logistic regression). */
export function logOdds(features: Features, model: Model): number {
  let sum = model.bias;
  for (const [name, value] of Object.entries(features)) {
    const feature = model.features[name];
    if (feature !== undefined) sum += feature.weight * (value - feature.center);
  }
  return sum;
}

export function probability(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}

/**
 * A choice between close rivals is less sure than its own score: the probability that this pair is right and its best rival is not,
 * given that at most one of them can be.
 */
export function againstRival(odds: number, rival: number | undefined): number {
  if (rival === undefined) return probability(odds);
  const own = Math.exp(Math.min(odds, 30));
  return own / (1 + own + Math.exp(Math.min(rival, 30)));
}

/** What a chosen pair's raw probability is worth, by the share of such pairs that were right. Three decimals, never certain. */
export function calibrated(raw: number, { calibration }: Model): number {
  const bounded = Math.min(0.999, Math.max(0.001, raw));
  const value = probability(calibration.slope * Math.log(bounded / (1 - bounded)) + calibration.intercept);
  return Math.round(Math.min(0.995, Math.max(0.001, value)) * 1000) / 1000;
}
