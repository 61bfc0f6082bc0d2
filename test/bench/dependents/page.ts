import type { MeasuredDependent } from "./measure.js";

const HEAD = `# Real dependents

Written by \`npm run bench:dependents\`: repositories as they were before people migrated them by hand, migrated by the manifest that
\`onx-manifest generate\` makes of the two published versions, and compared with what people made of them.

- **lines**: lines that people wrote, in files where they carried out a labelled rename, that have a new name which was in fewer of the lines that
  went away in the same place, one of which had the old name; **same**: those that come out the same, indentation aside.
- **edits**: places edited in files that are still there; **otherwise**: those on a line that people made something else of, or left alone.
- **wrong**: of these, edits of an operation that the labels contradict, and edited lines with a type error that they had with neither
  version before. The aim is 0.
- **flagged**: places left to a person, each counted once; **left**: of all places in the result that name the old API, those that certainly do and
  those that may, by their names alone.
- **type errors**: as it is, after a bare upgrade, and migrated. The core's types are those of the published versions; no other package is
  installed, so that what comes from one is unknown.
`;

/** The whole page: figures, then what was wrong and what was missed, by dependent. */
export function dependentsPage(
  measured: readonly MeasuredDependent[],
  skipped: readonly (readonly [string, string])[],
): string {
  return [
    HEAD,
    ...(skipped.length === 0
      ? []
      : [`Not measured: ${skipped.map(([repo, why]) => `${repo} (${why})`).join(", ")}.\n`]),
    "| dependent | release | lines | same | edits | otherwise | wrong | flagged | left | type errors |",
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ...measured.map(row),
    overall(measured),
    ...measured.flatMap(section),
    "",
  ].join("\n");
}

function row(measured: MeasuredDependent): string {
  const { dependent, left, type_errors: types } = measured;
  const { pkg, from, to } = dependent.release;
  return cells([
    dependent.repo,
    `${pkg} ${from} → ${to}`,
    ...counts([measured]),
    `${left.certain} + ${left.possible}`,
    types === undefined ? "" : `${types.as_is} → ${types.bare} → ${types.migrated}`,
  ]);
}

function overall(measured: readonly MeasuredDependent[]): string {
  return cells(["**overall**", "", ...counts(measured), "", ""]);
}

function counts(measured: readonly MeasuredDependent[]): (string | number)[] {
  const sum = (numberOf: (each: MeasuredDependent) => number): number =>
    measured.reduce((total, each) => total + numberOf(each), 0);
  const lines = sum((each) => each.lines);
  const same = sum((each) => each.same);
  return [
    lines,
    lines === 0 ? same : `${same} (${Math.floor((100 * same) / lines)} %)`,
    sum((each) => each.edits),
    sum((each) => each.otherwise),
    sum((each) => each.wrong.length),
    sum((each) => each.flagged),
  ];
}

function cells(values: readonly (string | number)[]): string {
  return `| ${values.join(" | ")} |`;
}

function section({ dependent, wrong, missed }: MeasuredDependent): string[] {
  const wrongLines = wrong.map(
    ({ path, line, operation, ours, people, because }) =>
      `- ${path}:${line} (${operation}): ${code(ours)}, where people ${people === undefined ? "changed nothing" : `wrote ${code(people)}`}: ${because}`,
  );
  const missedLines = missed.map(({ path, people }) => `- ${path}: ${code(people)}`);
  if (wrongLines.length + missedLines.length === 0) return [];
  return ["", `## ${dependent.repo}`, ...folded("Wrong", wrongLines), ...folded("Not the same", missedLines)];
}

function folded(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return ["", "<details>", `<summary>${title}: ${lines.length}</summary>`, "", ...lines, "", "</details>"];
}

const LONGEST = 160;

/** Backticks inside of code need more of them around it. */
function code(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.includes("`") ? `\`\` ${shown} \`\`` : `\`${shown}\``;
}
