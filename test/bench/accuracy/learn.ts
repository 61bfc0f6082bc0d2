import type { Model } from "../../../src/analysis/match/score.js";
import { solve } from "./linear-algebra.js";
import type { Question } from "./questions.js";

export type Weights = Pick<Model, "bias" | "features">;

/**
 * Strength of the pull of every weight to what is expected of it before anything is learned. The bias is free. Of 0.03, 0.1 and 0.3 the
 * one that tells most about releases that were left out.
 */
const RIDGE = 0.1;
/** Evidence that is plain but rare in labelled releases; nothing is expected of other features. */
const EXPECTED: Readonly<Record<string, number>> = { alias: 5, warning: 2 };
const MAX_STEPS = 50;
/** Features that can only speak against a pair; all others can only speak for it. */
const AGAINST = new Set(["otherKind", "existedBefore", "otherModule", "otherContainer", "unconstructible"]);
/** Features that a pair has only where there is such evidence: to lack it is to have none of it, so their center is 0. */
const EVIDENCE = new Set([
  "alias",
  "changelog",
  "comment",
  "follows",
  "internalUsage",
  "mutual",
  "note",
  "pattern",
  "sameName",
  "usage",
  "warning",
  ...AGAINST,
]);

/**
 * Conditional logit (McFadden 1974) with an outside option: of a question's options c with log-odds s(c) = bias + Σ weight · (value −
 * center), c is right with probability e^s(c) / (1 + Σ e^s), and none of them with 1 / (1 + Σ e^s). The ridge-penalised likelihood is
 * maximised by Newton's method; a weight whose sign contradicts its feature's direction is held at 0 and the others are fitted again.
 */
export function learnWeights(questions: readonly Question[]): Weights {
  const centers = centersOf(questions);
  const names = [...centers.keys()].sort();
  const rows = questions.map(({ options, right, weight }) => ({
    options: options.map((features) => [1, ...names.map((name) => centred(features[name], centers.get(name)))]),
    right: new Set(right),
    weight,
  }));
  const expected = [0, ...names.map((name) => EXPECTED[name] ?? 0)];
  let free = [0, ...names.map((_name, i) => i + 1)];
  for (;;) {
    const found = maximise(rows, expected, free);
    const allowed = free.filter((i) => i === 0 || found[i]! * direction(names[i - 1]!) >= 0);
    if (allowed.length === free.length) return toWeights(found, names, centers);
    free = allowed;
  }
}

function direction(name: string): number {
  return AGAINST.has(name) ? -1 : 1;
}

function centred(value: number | undefined, center = 0): number {
  return value === undefined ? 0 : value - center;
}

/** Mean of each feature over the options that have it; 0 for evidence. */
function centersOf(questions: readonly Question[]): Map<string, number> {
  const seen = new Map<string, { count: number; sum: number }>();
  for (const features of questions.flatMap(({ options }) => options)) {
    for (const [name, value] of Object.entries(features)) {
      const known = seen.get(name) ?? { count: 0, sum: 0 };
      seen.set(name, { count: known.count + 1, sum: known.sum + value });
    }
  }
  return new Map([...seen].map(([name, { count, sum }]) => [name, EVIDENCE.has(name) ? 0 : round(sum / count)]));
}

function toWeights(found: readonly number[], names: readonly string[], centers: ReadonlyMap<string, number>): Weights {
  return {
    bias: round(found[0]!),
    features: Object.fromEntries(
      names.map((name, i) => [name, { weight: round(found[i + 1]!), center: centers.get(name)! }]),
    ),
  };
}

/** Values of an option, the constant 1 of the bias first. */
type Vector = readonly number[];

interface Row {
  readonly options: readonly Vector[];
  readonly right: ReadonlySet<number>;
  readonly weight: number;
}

function maximise(rows: readonly Row[], expected: Vector, free: readonly number[]): number[] {
  let weights: number[] = expected.map((value, i) => (free.includes(i) ? value : 0));
  let loss = lossOf(rows, weights, expected);
  for (let step = 0; step < MAX_STEPS; step++) {
    const direction = newtonStep(rows, weights, expected, free);
    const tried = [1, 0.5, 0.25, 0.1, 0.01].map((length) => {
      const next = [...weights];
      for (const [k, i] of free.entries()) next[i]! -= length * direction[k]!;
      return { next, loss: lossOf(rows, next, expected) };
    });
    const best = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
    if (loss - best.loss < 1e-9) break;
    weights = best.next;
    loss = best.loss;
  }
  return weights;
}

function lossOf(rows: readonly Row[], weights: Vector, expected: Vector): number {
  let loss = weights.reduce((sum, weight, i) => sum + (i === 0 ? 0 : (RIDGE / 2) * (weight - expected[i]!) ** 2), 0);
  for (const row of rows) {
    const { none, right } = chances(row, weights);
    loss -= row.weight * Math.log(Math.max(1e-300, row.right.size === 0 ? none : right));
  }
  return loss;
}

/** Hessian⁻¹ · gradient over the free weights. */
function newtonStep(rows: readonly Row[], weights: Vector, expected: Vector, free: readonly number[]): number[] {
  const gradient: number[] = free.map((i) => (i === 0 ? 0 : RIDGE * (weights[i]! - expected[i]!)));
  const hessian: number[][] = free.map((_i, a) => free.map((j, b) => (a === b ? (j === 0 ? 1e-6 : RIDGE) : 0)));
  for (const row of rows) {
    const { of, right } = chances(row, weights);
    const mean = free.map(() => 0);
    for (const [c, option] of row.options.entries()) {
      const chance = of[c]!;
      const target = row.right.has(c) ? chance / right : 0;
      for (const [a, i] of free.entries()) {
        const value = option[i]!;
        if (value === 0) continue;
        gradient[a]! += row.weight * (chance - target) * value;
        mean[a]! += chance * value;
        const line = hessian[a]!;
        for (const [b, j] of free.entries()) line[b]! += row.weight * chance * value * option[j]!;
      }
    }
    for (const [a, x] of mean.entries()) for (const [b, y] of mean.entries()) hessian[a]![b]! -= row.weight * x * y;
  }
  return solve(hessian, gradient);
}

/** The chance of each option, of none, and of all the right ones together. */
function chances({ options, right }: Row, weights: Vector): { of: number[]; none: number; right: number } {
  const scores = options.map((option) => option.reduce((sum, value, i) => sum + value * weights[i]!, 0));
  const highest = Math.max(0, ...scores);
  const parts = scores.map((score) => Math.exp(score - highest));
  const none = Math.exp(-highest);
  const total = none + parts.reduce((sum, part) => sum + part, 0);
  const of = parts.map((part) => part / total);
  return { of, none: none / total, right: of.reduce((sum, chance, i) => (right.has(i) ? sum + chance : sum), 0) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
