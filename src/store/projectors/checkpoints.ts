import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { type Projector, upsert, type Write } from "./projector.js";

const table = "projection_checkpoints";

export const checkpoints: Projector = { name: "projection.checkpoints", table, project };

function project(event: StoredEvent): readonly Write[] {
  if (event.type !== "migration.checkpoint-captured") return [];
  const { files, ...checkpoint } = event.payload;
  return [
    upsert(table, ["migration_id", "checkpoint_attempt_count"], {
      migration_id: event.stream_id,
      ...checkpoint,
      files_json: JSON.stringify(files),
      completed_at: event.occurred_at,
    }),
  ];
}
