import type { CheckResult } from "../../domain/job.js";
import type { OperationResult, TypeErrorCounts } from "../../domain/edit.js";
import { type BodyMarker, parseMarker, renderMarker } from "./body-marker.js";
import { code, codeBlock, count, link, plain } from "./markdown.js";

/** GitHub's limit for the body of a pull request or comment. */
export const BODY_LIMIT = 65_536;

export interface OperationRow {
  readonly id: string;
  readonly kind: string;
  readonly old: string;
  readonly new: string;
  readonly confidence: number;
  readonly band: OperationResult["band"];
  readonly status: OperationResult["status"];
  readonly sites: number;
  readonly method: string;
  readonly evidenceUrl?: string;
}

/** Something that the app leaves to a person. */
export interface OpenTask {
  readonly text: string;
  readonly place?: { readonly path: string; readonly line: number; readonly url: string };
}

export interface CommandHelp {
  readonly usage: string;
  readonly effect: string;
}

export interface PullRequestReport {
  readonly marker: BodyMarker;
  /** The manifest's one-paragraph summary. */
  readonly summary: string;
  readonly filesChanged: number;
  readonly typeErrors: TypeErrorCounts | undefined;
  readonly operations: readonly OperationRow[];
  readonly tasks: readonly OpenTask[];
  readonly checks: readonly CheckResult[];
  readonly commands: readonly CommandHelp[];
  readonly provenance: {
    readonly core: string;
    readonly fromSha: string;
    readonly toSha: string;
    readonly tool: string;
  };
}

export interface RenderedBody {
  readonly body: string;
  /** What found no room in the body, as comments in their order. */
  readonly rest: readonly string[];
}

interface Section {
  readonly title: string;
  /** Printed before the lines, again in a comment that goes on with them. */
  readonly lead: string;
  readonly lines: readonly string[];
}

const FOLDED = "_The rest is in a comment below, where GitHub's limit for one text left no room here._";

export function renderBody(report: PullRequestReport, limit = BODY_LIMIT): RenderedBody {
  const head = [summary(report), typeErrors(report)].join("\n\n");
  const tail = [rollback(), commands(report), provenance(report), renderMarker(report.marker)].join("\n\n");
  const sections = [operations(report), tasks(report), checks(report)].filter((section) => section.lines.length > 0);
  // Every section keeps room for at least its title and the word that the rest is elsewhere.
  const least = (section: Section): number => section.title.length + FOLDED.length + 4;
  let room = sections.reduce((left, section) => left - least(section), limit - head.length - tail.length - 4);
  const kept: string[] = [];
  const rest: Section[] = [];
  for (const section of sections) {
    const { text, left } = fill(section, room + least(section));
    kept.push(text);
    room += least(section) - text.length - 2;
    if (left.length > 0) rest.push({ ...section, lines: left });
  }
  return { body: [head, ...kept, tail].join("\n\n"), rest: rest.flatMap((section) => comments(section, limit)) };
}

/** The marker that `renderBody` hid in a body. */
export function parseBody(body: string): BodyMarker | undefined {
  return parseMarker(body);
}

function summary(report: PullRequestReport): string {
  const { package: name, from, to } = report.marker;
  const applied = report.operations.filter((operation) => operation.status === "applied").length;
  const done =
    applied === 0
      ? "Nothing that this release changed is used here, so only the version range moves."
      : `${count(applied, "change")} of the release ${applied === 1 ? "is" : "are"} carried out here, in ${count(report.filesChanged, "file")}.`;
  const notes = report.summary === "" ? "" : ` ${plain(report.summary, 2_000)}`;
  return `Migrates ${code(name)} from ${code(from)} to ${code(to)}.${notes} ${done}`;
}

function typeErrors(report: PullRequestReport): string {
  const counts = report.typeErrors;
  if (counts === undefined)
    return "**Type errors:** not counted, because the types of this repository could not be had.";
  const before = counts.as_is === 0 ? "" : ` (${String(counts.as_is)} were there already)`;
  return `**Type errors: ${String(counts.bare)} after a bare upgrade → ${String(counts.migrated)} with this PR**${before}`;
}

function operations(report: PullRequestReport): Section {
  const lead = [
    "| | Kind | Old → new | Sites | Confidence | Evidence |",
    "| --- | --- | --- | ---: | --- | --- |",
  ].join("\n");
  const used = report.operations.filter((operation) => operation.status !== "noop");
  return { title: "### Operations", lead, lines: used.map(operationRow) };
}

function operationRow(row: OperationRow): string {
  const arrow = row.new === "" ? code(row.old) : `${code(row.old)} → ${code(row.new)}`;
  const outcome = row.status === "applied" ? "" : ` · ${row.status}`;
  const band = row.band === "auto" ? "" : ` ${row.band}`;
  const cells = [
    row.id,
    code(row.kind),
    arrow,
    `${String(row.sites)}${outcome}`,
    `${row.confidence.toFixed(2)}${band}`,
    link(plain(row.method), row.evidenceUrl),
  ];
  return `| ${cells.join(" | ")} |`;
}

function tasks(report: PullRequestReport): Section {
  return {
    title: "### What needs a person",
    lead: "",
    lines: report.tasks.map(({ text, place }) =>
      place === undefined
        ? `- [ ] ${plain(text)}`
        : `- [ ] ${link(code(`${place.path}:${String(place.line)}`), place.url)} ${plain(text)}`,
    ),
  };
}

function checks(report: PullRequestReport): Section {
  return { title: "### Checks", lead: "", lines: report.checks.map(checkLine) };
}

function checkLine(check: CheckResult): string {
  const icons = { passed: "✅", failed: "❌", timed_out: "⏱️", refused: "⛔" } as const;
  const words = { passed: "passed", failed: "failed", timed_out: "timed out", refused: "not run" } as const;
  const seconds = `${(check.duration_ms / 1_000).toFixed(1)} s`;
  const line = `${icons[check.status]} **${plain(check.name)}** ${words[check.status]} in ${seconds} (sandbox: ${check.sandbox})`;
  if (check.status === "passed") return `- ${line}`;
  return `- ${line}\n\n${codeBlock(check.output, 4_000)}\n`;
}

function rollback(): string {
  return [
    "### How to roll back",
    "Comment `/migrate rollback`. While this pull request is open, that closes it and deletes its branch. After it was merged, it opens a pull request that puts the migrated files back as they were and keeps what was changed in them since.",
  ].join("\n\n");
}

function commands(report: PullRequestReport): string {
  const rows = report.commands.map((command) => `- ${code(command.usage)}: ${plain(command.effect)}`);
  return ["### Commands", ...(rows.length === 0 ? [] : [rows.join("\n")])].join("\n\n");
}

function provenance(report: PullRequestReport): string {
  const { core, fromSha, toSha, tool } = report.provenance;
  const { run, manifest, base } = report.marker;
  return [
    "### Provenance",
    [
      `- Core: ${plain(core)}, ${code(fromSha)} → ${code(toSha)}`,
      `- Manifest: ${code(manifest)}`,
      `- Run ${code(run)} on ${code(base)}, by ${plain(tool)}`,
    ].join("\n"),
  ].join("\n\n");
}

/** As many of the section's lines as there is room for. */
function fill(section: Section, room: number): { text: string; left: readonly string[] } {
  const opening = openingOf(section);
  let used = opening.length + FOLDED.length + 2;
  const fitting = section.lines.findIndex((line) => (used += line.length + 1) > room);
  if (fitting < 0) return { text: `${opening}${section.lines.join("\n")}`, left: [] };
  const text = `${opening}${section.lines.slice(0, fitting).join("\n")}\n\n${FOLDED}`;
  return { text: fitting === 0 ? `${section.title}\n\n${FOLDED}` : text, left: section.lines.slice(fitting) };
}

function comments(section: Section, limit: number): string[] {
  const opening = openingOf({ ...section, title: `${section.title}, continued` });
  const texts: string[] = [];
  let current: string[] = [];
  let used = opening.length;
  // Room for the invisible line by which the comment is found again.
  const room = limit - 200;
  for (const line of section.lines) {
    if (used + line.length + 1 > room && current.length > 0) {
      texts.push(`${opening}${current.join("\n")}`);
      current = [];
      used = opening.length;
    }
    current.push(line);
    used += line.length + 1;
  }
  return [...texts, `${opening}${current.join("\n")}`];
}

function openingOf(section: Section): string {
  return section.lead === "" ? `${section.title}\n\n` : `${section.title}\n\n${section.lead}\n`;
}
