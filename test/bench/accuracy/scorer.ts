import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { OnxError } from "../../../src/domain/errors.js";
import type { Label } from "./labels.js";

/** What the scorer reads of an operation. */
export interface ScoredOperation {
  readonly id?: string;
  readonly kind: string;
  readonly match: object;
  readonly confidence: number;
}

export interface Outcome {
  readonly confidence: number;
  readonly right: 0 | 1;
}

export interface Score {
  readonly labels: number;
  readonly rename_labels: number;
  /** Labels met at any confidence; a group of labels counts as one, by its share. */
  readonly found: number;
  readonly renames_any: number;
  readonly renames_07: number;
  readonly renames_09: number;
  readonly judged: number;
  readonly judged_07: number;
  readonly wrong_07: number;
  readonly outcomes: readonly Outcome[];
  readonly misses: readonly Label[];
  readonly wrong: readonly {
    id?: string;
    kind: string;
    container?: string;
    from: string;
    to: string;
    confidence: number;
  }[];
}

export interface Scorer {
  score(labels: readonly Label[], operations: readonly ScoredOperation[], complete: boolean): Score;
  /** Expected calibration error; null without outcomes. */
  calibrationError(outcomes: readonly Outcome[]): number | null;
}

/**
 * The scorer that lies beside the labels. It is a program that scores what its arguments name as soon as it is imported: here an empty
 * folder, and what it prints of that is dropped. Throws `OnxError` where it is missing.
 */
export async function loadScorer(labels: string): Promise<Scorer> {
  const file = join(labels, "..", "score.mjs");
  if (!existsSync(file)) {
    throw new OnxError("scorer-missing", "no score.mjs beside the labels", {
      place: resolve(file),
      remedy: "the labels' folder must lie in the folder of its scorer",
    });
  }
  const empty = mkdtempSync(join(tmpdir(), "onx-scorer-"));
  const { argv } = process;
  const { log } = console;
  try {
    process.argv = [...argv.slice(0, 2), empty, empty];
    console.log = () => undefined;
    return (await import(pathToFileURL(resolve(file)).href)) as Scorer;
  } finally {
    process.argv = argv;
    console.log = log;
    rmSync(empty, { recursive: true });
  }
}

/**
 * The scorer's verdict on each operation by itself: 1 right, 0 wrong, undefined where the labels cannot tell. It names its outcomes by
 * nothing but their confidence, so each operation is given one of its own.
 */
export function verdicts(
  scorer: Scorer,
  release: { readonly labels: readonly Label[]; readonly complete: boolean },
  operations: readonly ScoredOperation[],
): (0 | 1 | undefined)[] {
  const numbered = operations.map((operation, i) => ({ ...operation, confidence: i }));
  const { outcomes } = scorer.score(release.labels, numbered, release.complete);
  const byNumber = new Map(outcomes.map(({ confidence, right }) => [confidence, right]));
  return operations.map((_operation, i) => byNumber.get(i));
}
