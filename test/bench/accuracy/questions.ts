import type { Considered } from "../../../src/analysis/match/match-state.js";
import type { Features } from "../../../src/analysis/match/score.js";
import type { PublicSymbol } from "../../../src/domain/symbol.js";
import type { Label, LabelledRelease } from "./labels.js";
import { verdicts, type ScoredOperation, type Scorer } from "./scorer.js";

/** What became of an old name: one of the right options, or none of them where none is right. */
export interface Question {
  readonly options: readonly Features[];
  /** Indices into `options`. */
  readonly right: readonly number[];
  readonly weight: number;
}

/** The best wrong options are the ones to learn from; far-off ones teach nothing. */
const MAX_OPTIONS = 30;

/**
 * The questions that a release's labels can answer, each with the candidates that they can judge. Candidates of a name that is labelled
 * removed are wrong too. `considered` comes best first. A release of n questions weighs √n, so that large ones do not drown the others.
 */
export function questionsOf(release: LabelledRelease, considered: readonly Considered[], scorer: Scorer): Question[] {
  const labelled = new Set(release.labels.map(({ from }) => last(from)));
  const pairs = considered.filter(({ from }) => release.complete || labelled.has(from.name));
  const right = verdicts(scorer, release, pairs.map(asOperation));
  const removed = new Set(release.labels.filter(({ kind }) => kind === "removed").map(removedKey));
  const rows = new Map<PublicSymbol, { features: Features; right: 0 | 1 }[]>();
  for (const [i, { from, features }] of pairs.entries()) {
    const verdict = right[i] ?? (removed.has(sourceKey(from)) ? 0 : undefined);
    if (verdict !== undefined) rows.set(from, [...(rows.get(from) ?? []), { features, right: verdict }]);
  }
  return [...rows.values()].map((options) => {
    const kept = options.filter((option, i) => option.right === 1 || i < MAX_OPTIONS);
    return {
      options: kept.map(({ features }) => features),
      right: kept.flatMap((option, i) => (option.right === 1 ? [i] : [])),
      weight: 1 / Math.sqrt(rows.size),
    };
  });
}

function asOperation({ from, to }: Pick<Considered, "from" | "to">): ScoredOperation {
  return {
    kind: "rename.symbol",
    match: { module: from.module, container: from.container, from: from.name, to: to.name, to_module: to.module },
    confidence: 0,
  };
}

export function removedKey({ container, from }: Label): string {
  return `${last(container ?? "")}.${last(from)}`;
}

export function sourceKey({ container, name }: Pick<PublicSymbol, "container" | "name">): string {
  return `${last(container)}.${name}`;
}

function last(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
