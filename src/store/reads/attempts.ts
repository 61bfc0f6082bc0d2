import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
import {
  type AttemptRow,
  attemptRowSchema,
  type CheckpointRow,
  checkpointRowSchema,
  type OperationRow,
  operationRowSchema,
} from "./rows.js";

const table = "projection_migration_attempts";

export function getAttempt(store: Store, attemptId: string): AttemptRow | undefined {
  return selectOne(store, table, attemptRowSchema, "WHERE attempt_id = ?", attemptId);
}

export function latestAttempt(store: Store, migrationId: string): AttemptRow | undefined {
  return selectOne(
    store,
    table,
    attemptRowSchema,
    "WHERE migration_id = ? ORDER BY attempt_count DESC LIMIT 1",
    migrationId,
  );
}

export function listAttempts(store: Store, migrationId: string): readonly AttemptRow[] {
  return selectAll(store, table, attemptRowSchema, "WHERE migration_id = ? ORDER BY attempt_count", migrationId);
}

/** Attempts with the same inputs, in whichever migration. */
export function listAttemptsOfRun(store: Store, runId: string): readonly AttemptRow[] {
  return selectAll(store, table, attemptRowSchema, "WHERE run_id = ? ORDER BY started_at", runId);
}

export function listOperations(store: Store, attemptId: string): readonly OperationRow[] {
  return selectAll(
    store,
    "projection_operation_applications",
    operationRowSchema,
    "WHERE attempt_id = ? ORDER BY operation_id",
    attemptId,
  );
}

export function listCheckpoints(store: Store, migrationId: string): readonly CheckpointRow[] {
  return selectAll(
    store,
    "projection_checkpoints",
    checkpointRowSchema,
    "WHERE migration_id = ? ORDER BY checkpoint_attempt_count",
    migrationId,
  );
}
