import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { insert, type Projector, update, type Write } from "./projector.js";

const table = "projection_migration_attempts";

export const attempts: Projector = { name: "projection.attempts", table, project };

/** An attempt has a row from when it really started: only then is it known what it runs on. */
function project(event: StoredEvent): readonly Write[] {
  switch (event.type) {
    case "migration.attempt-started":
      return [
        insert(table, {
          attempt_id: event.payload.attempt_id,
          migration_id: event.stream_id,
          attempt_count: event.payload.attempt_count,
          run_id: event.payload.run_id,
          status: "running",
          started_at: event.occurred_at,
        }),
      ];
    case "migration.attempt-completed":
      return [end(event, event.payload.attempt_id, event.payload.status, event.payload.error)];
    case "migration.attempt-interrupted":
      return [end(event, event.payload.attempt_id, "interrupted", event.payload.reason)];
    default:
      return [];
  }
}

function end(event: StoredEvent, attempt_id: string, status: string, error: string | null): Write {
  return update(table, { attempt_id }, { status, completed_at: event.occurred_at, error });
}
