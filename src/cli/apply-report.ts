import { relative } from "node:path";
import Table from "cli-table3";
import { createColors } from "picocolors";
import type { ApplyResult } from "../app/apply.js";
import type { OperationResult, Residue } from "../domain/edit.js";
import { changeText } from "./change-text.js";
import { shorten } from "./output.js";

export interface ApplyReportOptions {
  readonly dryRun: boolean;
  readonly diffOutput: string | undefined;
  readonly target: string;
  readonly colors: boolean;
}

/** What applying did, for people. */
export function renderApplyReport(result: ApplyResult, options: ApplyReportOptions): string {
  const { report } = result;
  const { bold, yellow } = createColors(options.colors);
  const parts = [bold(`${report.package} ${report.from} → ${report.to}`)];
  if (!result.reached) parts.push(...operationParts(result));
  const ranges = result.ranges.map(({ path, field, name, from, to }) => `${path}: ${name} ${from} → ${to} (${field})`);
  if (ranges.length > 0) parts.push(ranges.join("\n"));
  if (report.type_errors !== undefined) {
    const { as_is, bare, migrated } = report.type_errors;
    parts.push(`type errors: ${as_is} as it was, ${bare} after a bare upgrade, ${migrated} after the migration`);
  }
  if (report.residue !== undefined) parts.push(residueText(report.residue));
  const leftOut = Object.entries(result.leftOut).map(([id, reason]) => `  ${id}  ${reason}`);
  if (leftOut.length > 0 && !result.reached) parts.push(["left out:", ...leftOut].join("\n"));
  const flagged = report.operations.flatMap(({ sites }) => sites.filter(({ action }) => action === "flagged"));
  if (flagged.length > 0) {
    const lines = flagged.map((site) => `${site.path}:${site.line}  ${site.operation}  ${site.reason}`);
    parts.push([yellow("needs a person:"), ...shorten(lines)].join("\n"));
  }
  const { undone = [] } = report;
  if (undone.length > 0) {
    const lines = undone.map(({ path, operation, errors }) => `${path}  ${operation}  ${errors.join("; ")}`);
    parts.push([yellow("undone, because of the type errors that they add:"), ...shorten(lines)].join("\n"));
  }
  if (report.notes.length > 0) parts.push([yellow("notes:"), ...report.notes.map((note) => `  ${note}`)].join("\n"));
  parts.push(conclusion(result, options));
  return parts.join("\n\n");
}

function residueText({ uses, files_looked_at: files, not_looked_at: others, typed }: Residue): string {
  const possible = uses.filter(({ certainty }) => certainty === "possible").length;
  const found = uses.length === 0 ? "nothing" : `${uses.length - possible} certain, ${possible} possible`;
  const unseen = others.length === 0 ? "" : `; ${others.length} could not be looked at`;
  const untyped = typed ? "" : "; members are told by their names alone";
  const head = `left of the old API: ${found}, in ${files} ${files === 1 ? "file" : "files"} with such names${unseen}${untyped}`;
  const lines = uses.map((use) => `${use.path}:${use.line}:${use.column}  ${use.operation}  ${use.certainty}`);
  return [head, ...shorten(lines)].join("\n");
}

/** A manifest may hold hundreds of operations, of which a dependent uses a few. */
function operationParts({ report, described }: ApplyResult): string[] {
  const { operations } = report;
  const idle = operations.filter(({ status }) => status === "noop").length;
  const told = operations.filter(({ status }) => status !== "noop" && status !== "skipped");
  return [
    ...(told.length > 0 ? [operationsTable(told, ({ id }) => changeText(described[id], report.package))] : []),
    ...(idle > 0 ? [`${idle} ${idle === 1 ? "operation does" : "operations do"} not concern it`] : []),
  ];
}

function operationsTable(operations: readonly OperationResult[], changeOf: (each: OperationResult) => string): string {
  const table = new Table({
    head: ["operation", "change", "confidence", "status", "edits", "files", "to look at"],
    style: { head: [], border: [], compact: true },
  });
  for (const operation of operations) {
    const { id, confidence, status, edits, files_changed, sites } = operation;
    const flagged = sites.filter(({ action }) => action === "flagged").length;
    table.push([id, changeOf(operation), confidence.toFixed(2), status, edits, files_changed, flagged]);
  }
  return table.toString();
}

function conclusion(result: ApplyResult, { dryRun, diffOutput, target }: ApplyReportOptions): string {
  const { report, checkpoint, status, reached } = result;
  if (reached) return `nothing to do: ${report.to} is asked for already (--force looks again)`;
  if (status === "nothing-to-do") return "nothing to do";
  const files = `${report.files_changed.length} ${report.files_changed.length === 1 ? "file" : "files"}`;
  const lines = [dryRun ? `${files} would change (dry run: nothing was written)` : `${files} changed`];
  if (checkpoint !== undefined) lines.push(undoLine(report.from, target, checkpoint));
  if (diffOutput !== undefined) lines.push(`patch: ${diffOutput}`);
  return lines.join("\n");
}

function undoLine(from: string, target: string, checkpoint: string): string {
  const folder = quoted(relative(process.cwd(), checkpoint));
  return `to undo: onx-migrate rollback --package ${quoted(target)} --to-version ${from} --checkpoint ${folder}`;
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return /^[\w./@+~:-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
