import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { type Projector, type SqlValue, update, upsert, type Write } from "./projector.js";

const table = "projection_pull_requests";

export const pullRequests: Projector = { name: "projection.pull-requests", table, project };

function project(event: StoredEvent): readonly Write[] {
  switch (event.type) {
    case "migration.pr-open-requested": {
      const { attempt_id: _attempt, ...wanted } = event.payload;
      return [row(event, { ...wanted, state: "requested", adopted: 0 })];
    }
    case "migration.pr-opened":
      return [
        release(event, event.payload.repo_id, event.payload.pr_number),
        row(event, { ...event.payload, state: "open", adopted: event.payload.adopted ? 1 : 0 }),
      ];
    case "migration.branch-pushed":
    case "migration.pr-head-moved":
      return [change(event, { head_sha: event.payload.head_sha })];
    case "migration.pr-merged":
      return [change(event, { state: "merged" })];
    case "migration.pr-closed":
    // One that could not be opened is not waited for.
    case "migration.pr-open-failed":
      return [change(event, { state: "closed" })];
    case "migration.reverted":
      return [change(event, { state: event.payload.pr_state })];
    default:
      return [];
  }
}

function row(event: StoredEvent, values: Readonly<Record<string, SqlValue>>): Write {
  return upsert(table, ["migration_id"], { migration_id: event.stream_id, ...values, updated_at: event.occurred_at });
}

function change(event: StoredEvent, changes: Readonly<Record<string, SqlValue>>): Write {
  return update(table, { migration_id: event.stream_id }, { ...changes, updated_at: event.occurred_at });
}

const RELEASE = `UPDATE ${table} SET pr_number = NULL, state = 'closed', updated_at = @updated_at
  WHERE repo_id = @repo_id AND pr_number = @pr_number AND migration_id <> @migration_id`;

/** A newer campaign takes over the pull request of an older one, whose row lets go of it. */
function release(event: StoredEvent, repo_id: number, pr_number: number): Write {
  return {
    sql: RELEASE,
    values: { repo_id, pr_number, migration_id: event.stream_id, updated_at: event.occurred_at },
  };
}
