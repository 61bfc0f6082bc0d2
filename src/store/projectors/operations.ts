import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { type Projector, upsert, type Write } from "./projector.js";

const table = "projection_operation_applications";

export const operations: Projector = { name: "projection.operations", table, project };

function project(event: StoredEvent): readonly Write[] {
  if (event.type !== "migration.operation-recorded") return [];
  const { evidence, ...application } = event.payload;
  return [
    upsert(table, ["attempt_id", "operation_id"], {
      ...application,
      migration_id: event.stream_id,
      evidence_json: JSON.stringify(evidence),
      updated_at: event.occurred_at,
    }),
  ];
}
