import { readCursors } from "./projections.js";
import { PROJECTOR_NAMES, type ProjectorName } from "./projectors/names.js";
import { selectAll } from "./reads/query.js";
import {
  activityRowSchema,
  approvalRowSchema,
  attemptRowSchema,
  campaignRowSchema,
  checkpointRowSchema,
  checkRowSchema,
  jobRowSchema,
  migrationRowSchema,
  operationRowSchema,
  pullRequestRowSchema,
} from "./reads/rows.js";
import type { Store } from "./store.js";

export interface AtSequence<Value> {
  /** Every event up to and including this one is in the value; a client goes on from here. */
  readonly snapshotSequence: number;
  readonly value: Value;
}

/** Runs a read in one read transaction and says up to which event it is complete, given the projections it depends on. */
export function readAtSequence<Value>(
  store: Store,
  dependsOn: readonly [ProjectorName, ...ProjectorName[]],
  read: () => Value,
): AtSequence<Value> {
  return store.db
    .transaction(() => {
      const cursors = readCursors(store);
      const snapshotSequence = Math.min(...dependsOn.map((name) => cursors.get(name) ?? 0));
      return { snapshotSequence, value: read() };
    })
    .deferred();
}

export type Snapshot = ReturnType<typeof readRows>;

/** Every row of every projection, and the sequence at which they stand. */
export function readSnapshot(store: Store): AtSequence<Snapshot> {
  return readAtSequence(store, PROJECTOR_NAMES, () => readRows(store));
}

function readRows(store: Store) {
  return {
    campaigns: selectAll(store, "projection_campaigns", campaignRowSchema, "ORDER BY campaign_id"),
    migrations: selectAll(store, "projection_migrations", migrationRowSchema, "ORDER BY migration_id"),
    attempts: selectAll(store, "projection_migration_attempts", attemptRowSchema, "ORDER BY attempt_id"),
    operations: selectAll(
      store,
      "projection_operation_applications",
      operationRowSchema,
      "ORDER BY attempt_id, operation_id",
    ),
    jobs: selectAll(store, "projection_migration_jobs", jobRowSchema, "ORDER BY migration_id"),
    pull_requests: selectAll(store, "projection_pull_requests", pullRequestRowSchema, "ORDER BY migration_id"),
    checks: selectAll(store, "projection_checks", checkRowSchema, "ORDER BY migration_id, head_sha, check_key"),
    checkpoints: selectAll(
      store,
      "projection_checkpoints",
      checkpointRowSchema,
      "ORDER BY migration_id, checkpoint_attempt_count",
    ),
    approvals: selectAll(store, "projection_pending_approvals", approvalRowSchema, "ORDER BY request_id"),
    activities: selectAll(store, "projection_migration_activities", activityRowSchema, "ORDER BY activity_id"),
  };
}
