import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { insert, type Projector, update, type Write } from "./projector.js";

const table = "projection_migration_jobs";

export const jobs: Projector = { name: "projection.jobs", table, project };

function project(event: StoredEvent): readonly Write[] {
  const key = { migration_id: event.stream_id };
  const updated_at = event.occurred_at;
  switch (event.type) {
    case "migration.created":
      return [insert(table, { ...key, status: "idle", updated_at })];
    case "migration.attempt-start-requested":
      return [
        update(table, key, {
          status: "queued",
          runner_name: null,
          runner_job_id: null,
          active_attempt_id: event.payload.attempt_id,
          last_error: null,
          updated_at,
        }),
      ];
    case "migration.job-set": {
      const { attempt_id: _attempt, ...job } = event.payload;
      return [update(table, key, { ...job, updated_at })];
    }
    case "migration.attempt-interrupted":
      return [
        update(table, key, {
          status: "interrupted",
          active_attempt_id: null,
          last_error: event.payload.reason,
          updated_at,
        }),
      ];
    case "migration.attempt-completed": {
      const status = event.payload.status === "completed" ? "ready" : "error";
      return [update(table, key, { status, active_attempt_id: null, last_error: event.payload.error, updated_at })];
    }
    default:
      return [];
  }
}
