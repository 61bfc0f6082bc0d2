import { compareVersions } from "../../../src/analysis/match/compare.js";
import type { Model } from "../../../src/analysis/match/score.js";
import type { ProposedOperation } from "../../../src/domain/operation.js";
import { KINDS } from "../../../src/operations/registry.js";
import { plattScaling, type WeightedOutcome } from "./curve.js";
import { learnWeights, type Weights } from "./learn.js";
import type { OpenedRelease } from "./open-release.js";
import { questionsOf, removedKey, sourceKey, type Question } from "./questions.js";
import { verdicts, type Score, type Scorer } from "./scorer.js";

/** What anyone would guess: candidates have to come from somewhere before anything is learned. */
const GUESS: Weights = {
  bias: -2,
  features: {
    name: { weight: 5, center: 0.45 },
    signature: { weight: 2, center: 0.5 },
    structure: { weight: 2, center: 0.5 },
    members: { weight: 4, center: 0.4 },
    body: { weight: 4, center: 0 },
    note: { weight: 6, center: 0 },
    alias: { weight: 6, center: 0 },
  },
};
/** Each round learns from the candidates, and the renames that others follow, that the weights of the one before lead to. */
const ROUNDS = 3;
/** Log-odds of the least likely candidates that are learned from. */
const FLOOR = -6;
const UNCALIBRATED: Model["calibration"] = { slope: 1, intercept: 0 };

export interface ReleaseScore {
  readonly name: string;
  readonly score: Score;
}

export interface Calibrated {
  readonly model: Model;
  /** Each release, scored with a model that was learned from the others alone. */
  readonly leftOut: readonly ReleaseScore[];
  /** Each release, scored with `model`. */
  readonly learned: readonly ReleaseScore[];
}

/**
 * Learns the weights, then the curve from weights to confidence. The curve is learned from releases that the weights were not learned
 * from: on their own releases they look surer than they are.
 */
export function calibrate(releases: readonly OpenedRelease[], scorer: Scorer): Calibrated {
  const questions = learnedQuestions(releases, scorer);
  const folds = releases.map((release) => {
    const weights = learnWeights(except(release, questions));
    return { release, weights, outcomes: chosenOutcomes(release, weights, scorer) };
  });
  const outcomes = new Map(folds.map((fold) => [fold.release, fold.outcomes]));
  const model: Model = {
    ...learnWeights([...questions.values()].flat()),
    calibration: plattScaling([...outcomes.values()].flat()),
  };
  const leftOut = folds.map(({ release, weights }) => {
    const calibration = plattScaling(except(release, outcomes));
    return { name: release.name, score: scoreWith(release, { ...weights, calibration }, scorer) };
  });
  return {
    model,
    leftOut,
    learned: releases.map((release) => ({ name: release.name, score: scoreWith(release, model, scorer) })),
  };
}

function learnedQuestions(releases: readonly OpenedRelease[], scorer: Scorer): Map<OpenedRelease, Question[]> {
  let weights = GUESS;
  let questions = new Map<OpenedRelease, Question[]>();
  for (let round = 0; round < ROUNDS; round++) {
    const model = { ...weights, calibration: UNCALIBRATED };
    questions = new Map(
      releases.map((release) => {
        const { considered } = compareVersions(release.before, release.after, model, FLOOR);
        return [release, questionsOf(release, considered, scorer)];
      }),
    );
    weights = learnWeights([...questions.values()].flat());
  }
  return questions;
}

/** Raw confidences of the operations that the weights lead to, as far as the labels can judge them. A release of n weighs √n. */
function chosenOutcomes(release: OpenedRelease, weights: Weights, scorer: Scorer): WeightedOutcome[] {
  const operations = operationsOf(release, { ...weights, calibration: UNCALIBRATED });
  // Only these have their confidence from the model; moves of modules, say, have one of their own.
  const weighed = operations.filter(({ evidence }) => evidence["features"] !== undefined);
  const judged = scorer.score(release.labels, weighed, release.complete).outcomes;
  const outcomes = [...judged, ...renamedRemovals(release, weighed, scorer)];
  return outcomes.map((outcome) => ({ ...outcome, weight: 1 / Math.sqrt(outcomes.length) }));
}

/** Renames of names that are labelled removed: the scorer does not judge them, and they are wrong. */
function renamedRemovals(
  release: OpenedRelease,
  operations: readonly ProposedOperation[],
  scorer: Scorer,
): { confidence: number; right: 0 }[] {
  const removed = new Set(release.labels.filter(({ kind }) => kind === "removed").map(removedKey));
  const unjudged = verdicts(scorer, release, operations);
  return operations.flatMap(({ match, confidence }, i) => {
    const { config = "", container = config, from } = match as { config?: string; container?: string; from?: string };
    const wrong = unjudged[i] === undefined && from !== undefined && removed.has(sourceKey({ container, name: from }));
    return wrong ? [{ confidence, right: 0 as const }] : [];
  });
}

function scoreWith(release: OpenedRelease, model: Model, scorer: Scorer): Score {
  return scorer.score(release.labels, operationsOf(release, model), release.complete);
}

function operationsOf({ before, after }: OpenedRelease, model: Model): ProposedOperation[] {
  const { diff } = compareVersions(before, after, model);
  return KINDS.flatMap((kind) => [...kind.infer(diff)]);
}

function except<T>(left: OpenedRelease, byRelease: ReadonlyMap<OpenedRelease, readonly T[]>): T[] {
  return [...byRelease].flatMap(([release, items]) => (release === left ? [] : items));
}
