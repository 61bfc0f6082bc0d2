import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
import { type ActivityRow, activityRowSchema, type ApprovalRow, approvalRowSchema } from "./rows.js";

const table = "projection_pending_approvals";

export function getApproval(store: Store, requestId: string): ApprovalRow | undefined {
  return selectOne(store, table, approvalRowSchema, "WHERE request_id = ?", requestId);
}

export function listPendingApprovals(store: Store, migrationId: string): readonly ApprovalRow[] {
  return selectAll(
    store,
    table,
    approvalRowSchema,
    "WHERE migration_id = ? AND status = 'pending' ORDER BY created_at, rowid",
    migrationId,
  );
}

/** What has happened in a migration, oldest first. */
export function listActivities(store: Store, migrationId: string): readonly ActivityRow[] {
  return selectAll(
    store,
    "projection_migration_activities",
    activityRowSchema,
    "WHERE migration_id = ? ORDER BY created_at, rowid",
    migrationId,
  );
}
