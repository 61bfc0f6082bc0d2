import type { CheckAnnotation, CheckRun } from "../../adapters/github/forge.js";
import { count, plain } from "../../adapters/github/markdown.js";
import { OnxError } from "../../domain/errors.js";
import type { JobResult } from "../../domain/job.js";
import { flaggedPlaces, type Verdict, verdictOf } from "../open-tasks.js";
import { runOfAttempt } from "./attempt-run.js";
import { type Effect, migrationOf } from "./effect.js";

/** Says at the pushed commit how the migration went, with a note at every line that is left to a person. */
export async function publishCheckRun(effect: Effect): Promise<void> {
  const { app, event, forge } = effect;
  if (event.type !== "migration.branch-pushed") throw new OnxError("effect.event", "no branch was pushed");
  const migration = migrationOf(app.store, event.stream_id);
  const { run } = await runOfAttempt(app, event.payload.attempt_id);
  await forge.publishCheckRun(migration.repo_full_name, checkRunOf(run.result, event.payload.head_sha));
}

export function checkRunOf(result: JobResult, sha: string): CheckRun {
  const places = flaggedPlaces(result);
  const verdict = verdictOf(result);
  return {
    name: "onx-migrate",
    sha,
    conclusion: verdict.failing ? "failure" : verdict.flagged ? "neutral" : "success",
    title: titleOf(verdict, places.length),
    summary: summaryOf(result),
    annotations: places.map(({ path, line, operation, text }): CheckAnnotation => ({
      path,
      line,
      level: "warning",
      title: `${operation} needs a person`,
      message: text === "" ? "decide by hand" : text,
    })),
  };
}

function titleOf(verdict: Verdict, places: number): string {
  if (verdict.failing) return "A check does not pass with this migration";
  if (places > 0) return `${count(places, "place")} ${places === 1 ? "needs" : "need"} a person`;
  return verdict.flagged ? "Something needs a person" : "Migrated";
}

function summaryOf({ report, checks }: JobResult): string {
  const errors = report.type_errors;
  return [
    ...(errors === undefined
      ? []
      : [`Type errors: ${String(errors.bare)} after a bare upgrade → ${String(errors.migrated)} with this change.`]),
    ...checks.map(({ name, status }) => `- ${plain(name)}: ${status.replace("_", " ")}`),
    ...report.notes.map((note) => `- ${plain(note)}`),
  ].join("\n");
}
