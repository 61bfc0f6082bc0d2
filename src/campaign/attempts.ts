import { type Decision, reject, type Rejection } from "../domain/orchestration/decider.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import type { ApprovalDecision, MigrationStatus } from "../domain/orchestration/vocabulary.js";
import {
  activeAttempt,
  activeAttemptOf,
  attemptIsOver,
  type CommandOf,
  isPublishing,
  isSettled,
} from "./migration-rules.js";
import type { Migration } from "./migration-state.js";

export function startAttempt(
  command: CommandOf<"migration.attempt.start">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id } = command;
  if (isSettled(state)) return reject("migration.settled", `the migration is ${state.status} and is not tried again`);
  if (state.attempts.some((attempt) => attempt.attempt_id === attempt_id)) {
    return reject("migration.attempt.exists", `attempt ${attempt_id} exists already`);
  }
  const obstacle = underWay(state);
  if (obstacle !== undefined) return obstacle;
  return [
    {
      type: "migration.attempt-start-requested",
      payload: {
        attempt_id,
        attempt_count: state.attempts.length + 1,
        approved: operationsAnswered(state, ["accept", "acceptForCampaign"]),
        skipped: operationsAnswered(state, ["decline"]),
      },
    },
  ];
}

export function interruptAttempt(
  command: CommandOf<"migration.attempt.interrupt">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id, reason } = command;
  if (activeAttemptOf(state, attempt_id) === undefined) return attemptIsOver(attempt_id);
  return [
    {
      type: "migration.attempt-interrupted",
      payload: { attempt_id, reason, migration_status: statusWithout(state, "planned") },
    },
  ];
}

export function completeAttempt(
  command: CommandOf<"migration.attempt.complete">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id, outcome } = command;
  const attempt = activeAttemptOf(state, attempt_id);
  if (attempt === undefined) return attemptIsOver(attempt_id);
  if (outcome.status === "error") {
    const migration_status = isSettled(state) ? state.status : "failed";
    return [completed({ attempt_id, status: "error", error: outcome.error, migration_status })];
  }
  if (attempt.phase === "requested") {
    return reject("migration.attempt.not-started", `attempt ${attempt_id} cannot be complete before it has started`);
  }
  if (outcome.head_branch === null || isSettled(state)) {
    const migration_status = statusWithout(state, hasPendingApprovals(state) ? "awaiting_approval" : "skipped");
    return [completed({ attempt_id, status: "completed", error: null, migration_status })];
  }
  return [
    completed({ attempt_id, status: "completed", error: null, migration_status: "running" }),
    {
      type: "migration.branch-push-requested",
      payload: { attempt_id, head_branch: outcome.head_branch, expected_sha: state.branch?.head_sha ?? null },
    },
  ];
}

export function skip(command: CommandOf<"migration.skip">, state: Migration): Decision<MigrationEvent> {
  if (state.status === "skipped") return [];
  if (isSettled(state) || state.status === "pr_open") {
    return reject("migration.published", `a migration that is ${state.status} cannot be skipped any more`);
  }
  return underWay(state) ?? [{ type: "migration.skipped", payload: { reason: command.reason } }];
}

type Completed = Extract<MigrationEvent, { type: "migration.attempt-completed" }>;

function completed(payload: Completed["payload"]): Completed {
  return { type: "migration.attempt-completed", payload };
}

/** What the migration is when an attempt has led to nothing new: what people made of it, or `otherwise`. */
function statusWithout(state: Migration, otherwise: MigrationStatus): MigrationStatus {
  if (isSettled(state)) return state.status;
  return state.pull_request?.state === "open" ? "pr_open" : otherwise;
}

function underWay(state: Migration): Rejection | undefined {
  const active = activeAttempt(state);
  if (active !== undefined) {
    return reject("migration.attempt.active", `attempt ${active.attempt_id} is still under way`);
  }
  if (isPublishing(state)) return reject("migration.publishing", "the last attempt is still being published");
  if (!state.awaiting.has("checkpoint-revert")) return undefined;
  return reject("migration.revert.pending", "the migration is being rolled back");
}

function hasPendingApprovals(state: Migration): boolean {
  return [...state.approvals.values()].some((approval) => approval.decision === undefined);
}

function operationsAnswered(state: Migration, decisions: readonly ApprovalDecision[]): string[] {
  const ids = [...state.approvals.values()].flatMap(({ operation_id, decision }) =>
    operation_id !== null && decision !== undefined && decisions.includes(decision) ? [operation_id] : [],
  );
  return [...new Set(ids)].sort();
}
