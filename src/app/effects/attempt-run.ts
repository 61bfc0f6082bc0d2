import type { FinishedRun } from "../../adapters/queue/job-schemas.js";
import { OnxError } from "../../domain/errors.js";
import { getAttempt, listAttempts } from "../../store/reads/attempts.js";
import type { AttemptRow } from "../../store/reads/rows.js";
import type { App } from "../app.js";
import { findRun, runPath } from "../artifacts.js";

export interface AttemptRun {
  readonly attempt: AttemptRow;
  readonly run: FinishedRun;
}

/** The finished run of an attempt. */
export async function runOfAttempt(app: App, attemptId: string): Promise<AttemptRun> {
  return await readRun(app, getAttempt(app.store, attemptId), attemptId);
}

export async function runOfAttemptCount(app: App, migrationId: string, count: number): Promise<AttemptRun> {
  const attempt = listAttempts(app.store, migrationId).find((known) => known.attempt_count === count);
  return await readRun(app, attempt, `${migrationId}, attempt ${String(count)}`);
}

async function readRun(app: App, attempt: AttemptRow | undefined, name: string): Promise<AttemptRun> {
  if (attempt === undefined) throw new OnxError("attempt.unknown", `there is no attempt ${name}`);
  const path = runPath(attempt.migration_id, attempt.run_id, attempt.attempt_count);
  const run = await findRun(app.config.dataDir, path);
  if (run?.result != null) return { attempt, run: { request: run.request, result: run.result } };
  throw new OnxError("attempt.lost", `what attempt ${name} made is gone`, {
    place: path,
    remedy: "comment /migrate retry to make it again",
  });
}
