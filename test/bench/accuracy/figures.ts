import type { Outcome, Score, Scorer } from "./scorer.js";

/** The bands' bins, as the scorer has them. */
export const BINS = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0001];

export interface Bin {
  readonly range: string;
  readonly count: number;
  /** Mean confidence, and the share that was right. */
  readonly said: number;
  readonly right: number;
}

/** A reliability table: what was said against what was right. Empty bins are left out. */
export function reliability(outcomes: readonly Outcome[]): Bin[] {
  return BINS.slice(1).flatMap((end, i) => {
    const start = BINS[i]!;
    const inside = outcomes.filter(({ confidence }) => confidence >= start && confidence < end);
    if (inside.length === 0) return [];
    return [
      {
        range: `${start.toFixed(2)} – ${Math.min(1, end).toFixed(2)}`,
        count: inside.length,
        said: meanOf(inside.map(({ confidence }) => confidence)),
        right: meanOf(inside.map(({ right }) => right)),
      },
    ];
  });
}

/** Shares of the labels met and of the verdicts, over one release or several. */
export function figuresOf(scores: readonly Score[], scorer: Scorer) {
  const sum = (pick: (score: Score) => number) => scores.reduce((total, score) => total + pick(score), 0);
  const renames = sum((score) => score.rename_labels);
  return {
    recall: share(
      sum((score) => score.found),
      sum((score) => score.labels),
    ),
    renames: share(
      sum((score) => score.renames_any),
      renames,
    ),
    renames07: share(
      sum((score) => score.renames_07),
      renames,
    ),
    renames09: share(
      sum((score) => score.renames_09),
      renames,
    ),
    wrong07: `${sum((score) => score.wrong_07)} of ${sum((score) => score.judged_07)}`,
    calibrationError: scorer.calibrationError(scores.flatMap(({ outcomes }) => outcomes))?.toFixed(3) ?? "–",
  };
}

export function share(part: number, whole: number): string {
  return whole === 0 ? "–" : (part / whole).toFixed(3);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
