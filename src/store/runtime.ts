import { z } from "zod";
import { RUNNER_STATUSES } from "../domain/orchestration/vocabulary.js";
import { prepared } from "./database.js";
import { LeaseLost } from "./errors.js";
import { type Store, timestamp } from "./store.js";

export const runnerJobRowSchema = z.strictObject({
  migration_id: z.string(),
  runner_name: z.string(),
  adapter_key: z.string(),
  runner_job_id: z.string().nullable(),
  status: z.enum(RUNNER_STATUSES),
  lease_token: z.string().nullable(),
  lease_expires_at: z.string().nullable(),
  last_seen_at: z.string(),
  resume_cursor_json: z.string().nullable(),
  runtime_payload_json: z.string().nullable(),
});
export type RunnerJobRow = z.infer<typeof runnerJobRowSchema>;

const COLUMNS = Object.keys(runnerJobRowSchema.shape).join(", ");

export interface RunnerJobClaim {
  readonly migration_id: string;
  readonly runner_name: string;
  readonly adapter_key: string;
  readonly runtime_payload: unknown;
  readonly leaseMs: number;
}

/** Takes the migration's job, unless somebody holds it with a lease that still runs. Returns the lease's token. */
export function claimRunnerJob(store: Store, claim: RunnerJobClaim): string | undefined {
  const now = timestamp(store);
  const lease_token = store.ids.next();
  const { changes } = prepared(
    store.db,
    `INSERT INTO runner_job_runtime (${COLUMNS})
     VALUES (@migration_id, @runner_name, @adapter_key, NULL, 'starting', @lease_token, @lease_expires_at, @now, NULL,
       @runtime_payload_json)
     ON CONFLICT (migration_id) DO UPDATE SET runner_name = excluded.runner_name, adapter_key = excluded.adapter_key,
       runner_job_id = NULL, status = 'starting', lease_token = excluded.lease_token,
       lease_expires_at = excluded.lease_expires_at, last_seen_at = excluded.last_seen_at,
       runtime_payload_json = excluded.runtime_payload_json
     WHERE lease_expires_at IS NULL OR lease_expires_at <= @now`,
  ).run({
    migration_id: claim.migration_id,
    runner_name: claim.runner_name,
    adapter_key: claim.adapter_key,
    lease_token,
    lease_expires_at: timestamp(store, claim.leaseMs),
    now,
    runtime_payload_json: JSON.stringify(claim.runtime_payload ?? null),
  });
  return changes === 1 ? lease_token : undefined;
}

export interface RunnerJobProgress {
  readonly runner_job_id?: string;
  /** From where a later holder can go on. */
  readonly resume_cursor?: unknown;
  readonly leaseMs: number;
}

/** A sign of life from the holder: the job runs, and its lease with it. */
export function renewRunnerJob(
  store: Store,
  migrationId: string,
  leaseToken: string,
  progress: RunnerJobProgress,
): void {
  const { changes } = prepared(
    store.db,
    `UPDATE runner_job_runtime SET status = 'running', last_seen_at = @now, lease_expires_at = @lease_expires_at,
       runner_job_id = COALESCE(@runner_job_id, runner_job_id),
       resume_cursor_json = COALESCE(@resume_cursor_json, resume_cursor_json)
     WHERE migration_id = @migration_id AND lease_token = @lease_token`,
  ).run({
    migration_id: migrationId,
    lease_token: leaseToken,
    now: timestamp(store),
    lease_expires_at: timestamp(store, progress.leaseMs),
    runner_job_id: progress.runner_job_id ?? null,
    resume_cursor_json: progress.resume_cursor === undefined ? null : JSON.stringify(progress.resume_cursor),
  });
  if (changes === 0) throw new LeaseLost(`runner job of ${migrationId}`);
}

/** The holder lets go. Nobody else can: a holder whose lease was taken over is told so. */
export function endRunnerJob(store: Store, migrationId: string, leaseToken: string, status: "stopped" | "error"): void {
  const { changes } = prepared(
    store.db,
    `UPDATE runner_job_runtime SET status = ?, lease_token = NULL, lease_expires_at = NULL, last_seen_at = ?,
       resume_cursor_json = NULL
     WHERE migration_id = ? AND lease_token = ?`,
  ).run(status, timestamp(store), migrationId, leaseToken);
  if (changes === 0) throw new LeaseLost(`runner job of ${migrationId}`);
}

export function findRunnerJob(store: Store, migrationId: string): RunnerJobRow | undefined {
  const row = prepared(store.db, `SELECT ${COLUMNS} FROM runner_job_runtime WHERE migration_id = ?`).get(migrationId);
  return row === undefined ? undefined : runnerJobRowSchema.parse(row);
}

/** Jobs whose holder has not been heard of for longer than its lease, which only jobs under way have. */
export function abandonedRunnerJobs(store: Store): readonly RunnerJobRow[] {
  const rows = prepared(
    store.db,
    `SELECT ${COLUMNS} FROM runner_job_runtime
     WHERE lease_expires_at <= ? ORDER BY lease_expires_at`,
  ).all(timestamp(store));
  return z.array(runnerJobRowSchema).parse(rows);
}
