import { type Decision, reject } from "../domain/orchestration/decider.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import type { ApprovalDecision, MigrationStatus } from "../domain/orchestration/vocabulary.js";
import type { CommandOf } from "./migration-rules.js";
import type { Migration } from "./migration-state.js";

export function requestApproval(
  command: CommandOf<"migration.approval.request">,
  state: Migration,
): Decision<MigrationEvent> {
  const { request_id, attempt_id, operation_id, reason } = command;
  if (state.approvals.has(request_id)) {
    return reject("migration.approval.exists", `approval ${request_id} was requested before`);
  }
  if (attempt_id !== undefined && !state.attempts.some((attempt) => attempt.attempt_id === attempt_id)) {
    return reject("migration.attempt.unknown", `there is no attempt ${attempt_id}`);
  }
  return [
    {
      type: "migration.approval-requested",
      payload: {
        request_id,
        attempt_id: attempt_id ?? null,
        operation_id: operation_id ?? null,
        reason,
        migration_status: isIdle(state) ? "awaiting_approval" : state.status,
      },
    },
  ];
}

export function respondToApproval(
  command: CommandOf<"migration.approval.respond">,
  state: Migration,
): Decision<MigrationEvent> {
  const { request_id, decision } = command;
  const approval = state.approvals.get(request_id);
  if (approval === undefined) {
    return reject("migration.approval.unknown", `there is no request for approval ${request_id}`);
  }
  if (approval.decision === decision) return [];
  if (approval.decision !== undefined) {
    return reject("migration.approval.resolved", `${request_id} was answered already: ${approval.decision}`);
  }
  const { operation_id } = approval;
  const migration_status = statusAfterAnswer(state, request_id, decision);
  return [{ type: "migration.approval-responded", payload: { request_id, operation_id, decision, migration_status } }];
}

/** A question does not hold up what is under way or open for review. */
function isIdle(state: Migration): boolean {
  return state.status === "planned" || state.status === "failed" || state.status === "skipped";
}

/** A migration that waits for people goes on when the last of them has answered. */
function statusAfterAnswer(state: Migration, requestId: string, decision: ApprovalDecision): MigrationStatus {
  if (state.status !== "awaiting_approval") return state.status;
  if (decision === "cancel") return "cancelled";
  const others = [...state.approvals].flatMap(([id, approval]) => (id === requestId ? [] : [approval.decision]));
  if (others.includes(undefined)) return "awaiting_approval";
  const accepted = [decision, ...others].some((answer) => answer === "accept" || answer === "acceptForCampaign");
  return accepted ? "planned" : "skipped";
}
