import type { JobResult } from "../domain/job.js";

/** A place at which a person has to decide. */
export interface FlaggedPlace {
  readonly path: string;
  /** 1-based, in the file as the migration leaves it. */
  readonly line: number;
  readonly operation: string;
  readonly text: string;
}

const TODO = /TODO\(onx-migrate (OP\d+(?:, OP\d+)*)\):?\s*(.*)$/;

/** The places that the migration marked with a comment, at the line of the comment. */
export function flaggedPlaces(result: JobResult): FlaggedPlace[] {
  return result.files.flatMap(({ path, content_base64 }) => {
    if (content_base64 === null) return [];
    const before = result.checkpoint.find((file) => file.path === path)?.content_base64 ?? "";
    const known = new Set(linesOf(before ?? ""));
    return linesOf(content_base64).flatMap((line, index) => {
      const match = TODO.exec(line);
      // One that stood there before is not this run's.
      if (match === null || known.has(line)) return [];
      const [, operations = "", text = ""] = match;
      return operations.split(", ").map((operation) => ({ path, line: index + 1, operation, text }));
    });
  });
}

/** Flagged sites that no comment marks, such as those in files that have none: their lines are those of the base. */
export function unmarkedPlaces(result: JobResult, marked: readonly FlaggedPlace[]): FlaggedPlace[] {
  const known = new Set(marked.map(({ path, operation }) => `${path}\0${operation}`));
  return result.report.operations
    .flatMap(({ sites }) => sites)
    .filter((site) => site.action === "flagged" && !known.has(`${site.path}\0${site.operation}`))
    .map(({ path, line, operation, reason }) => ({ path, line, operation, text: reason }));
}

export interface Verdict {
  readonly flagged: boolean;
  /** A check failed, ran out of time, or could not be run. */
  readonly failing: boolean;
}

export function verdictOf(result: JobResult): Verdict {
  const flagged =
    result.report.notes.length > 0 ||
    result.report.operations.some(
      ({ status, sites }) =>
        status === "flagged" ||
        status === "conflict" ||
        status === "failed" ||
        sites.some(({ action }) => action === "flagged"),
    );
  return { flagged, failing: result.checks.some(({ status }) => status !== "passed") };
}

function linesOf(base64: string): string[] {
  return Buffer.from(base64, "base64").toString("utf8").split(/\r?\n/);
}
