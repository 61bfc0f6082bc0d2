import { type Decision, reject } from "../domain/orchestration/decider.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import { activeAttempt, activeAttemptOf, attemptIsOver, type CommandOf, isSettled } from "./migration-rules.js";
import type { Migration } from "./migration-state.js";

export function setJob(command: CommandOf<"migration.job.set">, state: Migration): Decision<MigrationEvent> {
  const { attempt_id, status, started } = command;
  const last = state.attempts.at(-1);
  if (last?.attempt_id !== attempt_id) return attemptIsOver(attempt_id);
  const isBusy = status === "queued" || status === "starting" || status === "running";
  if (isBusy && activeAttempt(state) === undefined) return attemptIsOver(attempt_id);
  const payload = {
    attempt_id,
    status,
    runner_name: command.runner_name ?? null,
    runner_job_id: command.runner_job_id ?? null,
    last_error: command.last_error ?? null,
  };
  const jobSet: MigrationEvent[] =
    JSON.stringify(payload) === state.job ? [] : [{ type: "migration.job-set", payload }];
  if (status !== "running" || last.phase !== "requested") return jobSet;
  if (isSettled(state)) return reject("migration.settled", `the migration is ${state.status} and is not tried again`);
  if (started === undefined) {
    return reject("migration.attempt.inputs", `attempt ${attempt_id} cannot run before its run and base are known`);
  }
  const { attempt_count } = last;
  return [{ type: "migration.attempt-started", payload: { attempt_id, attempt_count, ...started } }, ...jobSet];
}

export function stopJob(command: CommandOf<"migration.job.stop">, state: Migration): Decision<MigrationEvent> {
  const active = activeAttempt(state);
  if (active === undefined) return reject("migration.job.idle", "no job is under way");
  const { attempt_id } = active;
  return [{ type: "migration.job-stop-requested", payload: { attempt_id, reason: command.reason } }];
}

export function recordOperations(
  command: CommandOf<"migration.operation.record">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id, operations } = command;
  if (activeAttemptOf(state, attempt_id) === undefined) return attemptIsOver(attempt_id);
  return operations.map((operation) => ({
    type: "migration.operation-recorded",
    payload: { attempt_id, ...operation },
  }));
}

export function captureCheckpoint(
  command: CommandOf<"migration.checkpoint.capture">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id, checkpoint_ref, tree_sha, status, files } = command;
  const attempt = activeAttemptOf(state, attempt_id);
  if (attempt === undefined) return attemptIsOver(attempt_id);
  return [
    {
      type: "migration.checkpoint-captured",
      payload: {
        attempt_id,
        checkpoint_attempt_count: attempt.attempt_count,
        checkpoint_ref,
        tree_sha,
        status,
        files,
      },
    },
  ];
}

export function appendActivity(
  command: CommandOf<"migration.activity.append">,
  state: Migration,
): Decision<MigrationEvent> {
  const { tone, kind, summary, payload } = command;
  const attempt_id = command.attempt_id ?? state.attempts.at(-1)?.attempt_id ?? null;
  return [{ type: "migration.activity-appended", payload: { attempt_id, tone, kind, summary, payload } }];
}
