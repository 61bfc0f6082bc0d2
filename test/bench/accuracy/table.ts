import { explainMiss, explainWrong, type Traces } from "./explain.js";
import { figuresOf, reliability } from "./figures.js";
import type { Label, LabelledRelease } from "./labels.js";
import type { Score, ScoredOperation, Scorer } from "./scorer.js";

export interface Measured {
  readonly release: LabelledRelease;
  readonly score: Score;
  readonly traces: Traces;
}

/** Kinds of labels that are told by operations of another name. */
const OPERATION_KINDS: Readonly<Record<string, string>> = {
  removed: "remove.symbol",
  "signature.change": "change.signature",
};

/** The whole page: overall figures, reliability, then each release with what was missed and what was wrong. */
export function accuracyPage(measured: readonly Measured[], skipped: readonly string[], scorer: Scorer): string {
  const scores = measured.map(({ score }) => score);
  return `${[
    "# Accuracy on labelled releases",
    "",
    "Written by `npm run bench:accuracy`; how the labels are met is judged by the scorer that lies beside them. A label is _found_ if an",
    "operation says the same; an operation is _judged_ where the labels can tell, and _wrong_ where they contradict it.",
    ...(skipped.length === 0
      ? []
      : ["", `Not measured, for they are no TypeScript packages on npm: ${skipped.join(", ")}.`]),
    "",
    ...table(
      ["release", "recall", "renames", "≥ 0.7", "≥ 0.9", "wrong ≥ 0.7", "calibration error"],
      [
        ...measured.map(({ release, score }) => [release.name, ...Object.values(figuresOf([score], scorer))]),
        ["**overall**", ...Object.values(figuresOf(scores, scorer))],
      ],
    ),
    "",
    "What was said, and how often it was right:",
    "",
    ...table(
      ["confidence", "judged", "said", "right"],
      reliability(scores.flatMap(({ outcomes }) => outcomes)).map(({ range, count, said, right }) => [
        range,
        String(count),
        said.toFixed(3),
        right.toFixed(3),
      ]),
    ),
    ...measured.flatMap((one) => releaseSection(one, scorer)),
  ].join("\n")}\n`;
}

function releaseSection({ release, score, traces }: Measured, scorer: Scorer): string[] {
  const misses = score.misses.map((label) => `${shownLabel(label)}: ${explainMiss(label, traces)}`);
  const wrong = score.wrong.map(
    (one) =>
      `${one.kind} \`${dotted(one.container, one.from)}\` → \`${one.to}\` (${one.confidence.toFixed(2)}): ` +
      explainWrong(one, release.labels, traces),
  );
  return [
    "",
    `## ${release.name}`,
    "",
    ...table(["kind", "labels", "found", "≥ 0.7", "≥ 0.9", "judged", "wrong ≥ 0.7"], kindRows(release, traces, scorer)),
    ...list("Missed", misses),
    ...list("Wrong", wrong),
  ];
}

/** Labels by their kind, and operations by theirs. */
function kindRows({ labels, complete }: LabelledRelease, { operations }: Traces, scorer: Scorer): string[][] {
  const kindOf = (label: Label) => OPERATION_KINDS[label.kind] ?? label.kind;
  const kinds = new Set([...labels.map(kindOf), ...operations.map(({ kind }) => kind)]);
  return [...kinds].sort().flatMap((kind) => {
    // All labels are needed to understand any one: the others are kept, but not asked for.
    const asked = labels.map((label) => (kindOf(label) === kind ? label : { ...label, inferable: false }));
    const found = (least: number) => {
      const sure = operations.filter(({ confidence }) => confidence >= least);
      return scorer.score(asked, sure, complete).found;
    };
    const own: readonly ScoredOperation[] = operations.filter((operation) => operation.kind === kind);
    const verdict = scorer.score(labels, own, complete);
    const { labels: count } = scorer.score(asked, [], complete);
    if (count === 0 && verdict.judged === 0) return [];
    const shown = [count, found(0), found(0.7), found(0.9), verdict.judged].map(decimal);
    return [[kind, ...shown, `${verdict.wrong_07} of ${verdict.judged_07}`]];
  });
}

function shownLabel(label: Label): string {
  const target = label.to === undefined || label.to === null ? "" : ` → \`${dotted(label.toContainer, label.to)}\``;
  if (label.kind === "rename.import") return `rename.import \`${label.module ?? ""}\` → \`${label.toModule ?? ""}\``;
  return `${label.kind} \`${dotted(label.container, label.from)}\`${target}`;
}

function dotted(container: string | null | undefined, name: string): string {
  return container === undefined || container === null || container === "" ? name : `${container}.${name}`;
}

/** Groups count by the share found. */
function decimal(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2);
}

/** Long lists are folded. */
function list(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const lines = items.map((item) => `- ${item}`);
  if (items.length <= 8) return ["", `${title}:`, "", ...lines];
  return ["", "<details>", `<summary>${title}: ${items.length}</summary>`, "", ...lines, "", "</details>"];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [row(head), row(head.map((_cell, i) => (i === 0 ? "---" : "--:"))), ...rows.map(row)];
}
