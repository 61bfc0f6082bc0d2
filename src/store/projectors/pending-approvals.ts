import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { insert, type Projector, update, type Write } from "./projector.js";

const table = "projection_pending_approvals";

export const pendingApprovals: Projector = { name: "projection.pending-approvals", table, project };

function project(event: StoredEvent): readonly Write[] {
  switch (event.type) {
    case "migration.approval-requested": {
      const { migration_status: _status, ...request } = event.payload;
      return [
        insert(table, {
          ...request,
          migration_id: event.stream_id,
          status: "pending",
          created_at: event.occurred_at,
        }),
      ];
    }
    case "migration.approval-responded": {
      const { request_id, decision } = event.payload;
      return [update(table, { request_id }, { status: "resolved", decision, resolved_at: event.occurred_at })];
    }
    default:
      return [];
  }
}
