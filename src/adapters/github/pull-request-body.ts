import type { CheckResult } from "../../domain/job.js";
import type { OperationResult, TypeErrorCounts } from "../../domain/edit.js";
import { type BodyMarker, parseMarker, renderMarker } from "./body-marker.js";
import { foldSections, type Section } from "./folding.js";
import { code, codeBlock, count, link, plain } from "./markdown.js";

/** GitHub's limit for the body of a pull request or comment. */
export const BODY_LIMIT = 65_536;
const SHOWN_USES = 20;

export interface OperationRow {
  readonly id: string;
  readonly kind: string;
  readonly old: string;
  readonly new: string;
  /** `new` is advice in words. */
  readonly prose?: boolean;
  /** What the core's maintainers say about it. */
  readonly note?: string;
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

/** What is left of the old API. */
export interface LeftOver {
  readonly certain: number;
  readonly possible: number;
  /** Files that mention a name involved and were looked at, and those that could not be. */
  readonly files: number;
  readonly unseen: number;
  /** Every use. */
  readonly uses: readonly OpenTask[];
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
  readonly leftOver?: LeftOver;
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

export function renderBody(report: PullRequestReport, limit = BODY_LIMIT): RenderedBody {
  const head = [summary(report), typeErrors(report), ...leftOver(report)].join("\n\n");
  const tail = [rollback(), commands(report), provenance(report), renderMarker(report.marker)].join("\n\n");
  const sections = [operations(report), tasks(report), leftUses(report), checks(report)].filter(
    (section) => section.lines.length > 0,
  );
  const { kept, rest } = foldSections(sections, limit - head.length - tail.length - 4, limit);
  return { body: [head, ...kept, tail].join("\n\n"), rest };
}

/** The marker that `renderBody` hid in a body. */
export function parseBody(body: string): BodyMarker | undefined {
  return parseMarker(body);
}

function summary(report: PullRequestReport): string {
  const { package: name, from, to } = report.marker;
  const notes = report.summary === "" ? "" : ` ${plain(report.summary, 2_000)}`;
  return `Migrates ${code(name)} from ${code(from)} to ${code(to)}.${notes} ${outcome(report)}`;
}

function outcome({ operations, filesChanged }: PullRequestReport): string {
  const used = operations.filter(({ status }) => status !== "noop" && status !== "skipped").length;
  if (used === 0) return "Nothing that this release changed is used here, so only the version range moves.";
  const applied = operations.filter(({ status }) => status === "applied").length;
  if (applied === 0) return "What changed and is used here needs a person.";
  return `${count(applied, "change")} of the release ${applied === 1 ? "is" : "are"} carried out here, in ${count(filesChanged, "file")}.`;
}

function typeErrors(report: PullRequestReport): string {
  const counts = report.typeErrors;
  if (counts === undefined)
    return "**Type errors:** not counted, because the types of this repository could not be had.";
  const before = counts.as_is === 0 ? "" : ` (${String(counts.as_is)} were there already)`;
  return `**Type errors: ${String(counts.bare)} after a bare upgrade → ${String(counts.migrated)} with this PR**${before}`;
}

function leftOver({ leftOver: left }: PullRequestReport): string[] {
  if (left === undefined) return [];
  const sure = left.certain === 0 ? "nothing" : count(left.certain, "use");
  const possible = left.possible === 0 ? "" : `, and ${String(left.possible)} that may be`;
  const unseen = left.unseen === 0 ? "" : `; ${count(left.unseen, "file")} could not be looked at`;
  return [`**Left of the old API: ${sure}${possible}**, in ${count(left.files, "file")} with such names${unseen}`];
}

function leftUses({ leftOver: left }: PullRequestReport): Section {
  const uses = left?.uses ?? [];
  const lines = uses.slice(0, SHOWN_USES).map((use) => `- ${placed(use)}`);
  if (uses.length > SHOWN_USES) lines.push(`- and ${String(uses.length - SHOWN_USES)} more`);
  return { title: "### What is left of the old API", lead: "", lines };
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
  const now = row.prose === true ? plain(row.new) : code(row.new);
  const arrow = row.new === "" ? code(row.old) : `${code(row.old)} → ${now}`;
  const note = row.note === undefined ? "" : `: ${plain(row.note)}`;
  const outcome = row.status === "applied" ? "" : ` · ${row.status}`;
  const band = row.band === "auto" ? "" : ` ${row.band}`;
  const cells = [
    row.id,
    code(row.kind),
    `${arrow}${note}`,
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
    lines: report.tasks.map((task) => `- [ ] ${placed(task)}`),
  };
}

function placed({ text, place }: OpenTask): string {
  if (place === undefined) return plain(text);
  return `${link(code(`${place.path}:${String(place.line)}`), place.url)} ${plain(text)}`;
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
