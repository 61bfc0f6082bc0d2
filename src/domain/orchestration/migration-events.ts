import { z } from "zod";
import { jsonSchema } from "../json.js";
import { checkpointFileSchema, checkReportSchema, operationApplicationSchema } from "./migration-parts.js";
import {
  ACTIVITY_TONES,
  APPROVAL_DECISIONS,
  CHECKPOINT_STATUSES,
  JOB_STATUSES,
  MIGRATION_STATUSES,
} from "./vocabulary.js";

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), payload: z.strictObject(shape) });
}

const attemptCount = z.number().int().min(1);
const prNumber = z.number().int().min(1);
/** Where the outcome depends on what came before, the event says it, so that no projector needs a history. */
const migrationStatus = z.enum(MIGRATION_STATUSES);
const failure = { effect_key: z.string(), error: z.string() };

export const migrationEventSchema = z.discriminatedUnion("type", [
  event("migration.created", {
    campaign_id: z.string(),
    repo_id: z.number().int(),
    repo_full_name: z.string(),
    wave: z.number().int(),
    base_branch: z.string(),
  }),
  event("migration.skipped", { reason: z.string() }),
  event("migration.attempt-start-requested", {
    attempt_id: z.string(),
    attempt_count: attemptCount,
    /** Operation ids that people have approved, or asked to leave out, so far. */
    approved: z.array(z.string()),
    skipped: z.array(z.string()),
  }),
  event("migration.attempt-started", {
    attempt_id: z.string(),
    attempt_count: attemptCount,
    run_id: z.string(),
    base_sha: z.string(),
  }),
  event("migration.attempt-interrupted", {
    attempt_id: z.string(),
    reason: z.string(),
    migration_status: migrationStatus,
  }),
  event("migration.attempt-completed", {
    attempt_id: z.string(),
    status: z.enum(["completed", "error"]),
    error: z.string().nullable(),
    migration_status: migrationStatus,
  }),
  event("migration.job-set", {
    attempt_id: z.string(),
    status: z.enum(JOB_STATUSES),
    runner_name: z.string().nullable(),
    runner_job_id: z.string().nullable(),
    last_error: z.string().nullable(),
  }),
  event("migration.job-stop-requested", { attempt_id: z.string(), reason: z.string() }),
  event("migration.operation-recorded", { attempt_id: z.string(), ...operationApplicationSchema.shape }),
  event("migration.approval-requested", {
    request_id: z.string(),
    attempt_id: z.string().nullable(),
    operation_id: z.string().nullable(),
    reason: z.string(),
    migration_status: migrationStatus,
  }),
  event("migration.approval-responded", {
    request_id: z.string(),
    operation_id: z.string().nullable(),
    decision: z.enum(APPROVAL_DECISIONS),
    migration_status: migrationStatus,
  }),
  event("migration.checkpoint-captured", {
    attempt_id: z.string(),
    checkpoint_attempt_count: attemptCount,
    checkpoint_ref: z.string(),
    tree_sha: z.string(),
    status: z.enum(CHECKPOINT_STATUSES),
    files: z.array(checkpointFileSchema),
  }),
  event("migration.checkpoint-revert-requested", {
    checkpoint_attempt_count: attemptCount,
    pr_number: prNumber,
    pr_state: z.enum(["open", "merged"]),
  }),
  event("migration.reverted", {
    checkpoint_attempt_count: attemptCount,
    /** What the reverted pull request is now. */
    pr_state: z.enum(["closed", "merged"]),
    revert_pr_number: prNumber.nullable(),
    url: z.string().nullable(),
  }),
  event("migration.revert-failed", failure),
  event("migration.branch-push-requested", {
    attempt_id: z.string(),
    head_branch: z.string(),
    /** The commit that the branch must still be at; null where it must not exist. */
    expected_sha: z.string().nullable(),
  }),
  event("migration.branch-pushed", {
    attempt_id: z.string(),
    head_branch: z.string(),
    head_sha: z.string(),
    migration_status: migrationStatus,
  }),
  event("migration.push-failed", { ...failure, migration_status: migrationStatus }),
  event("migration.pr-open-requested", {
    attempt_id: z.string(),
    repo_id: z.number().int(),
    head_branch: z.string(),
    head_sha: z.string(),
    base_branch: z.string(),
  }),
  event("migration.pr-opened", {
    repo_id: z.number().int(),
    pr_number: prNumber,
    node_id: z.string().nullable(),
    head_branch: z.string(),
    head_sha: z.string(),
    base_branch: z.string(),
    url: z.string(),
    adopted: z.boolean(),
  }),
  event("migration.pr-open-failed", { ...failure, migration_status: migrationStatus }),
  event("migration.pr-head-moved", { pr_number: prNumber, head_sha: z.string() }),
  event("migration.pr-merged", { pr_number: prNumber }),
  event("migration.pr-close-requested", { pr_number: prNumber, reason: z.string() }),
  event("migration.pr-closed", { pr_number: prNumber }),
  event("migration.pr-close-failed", failure),
  event("migration.checks-recorded", { head_sha: z.string(), checks: z.array(checkReportSchema) }),
  event("migration.effect-failed", failure),
  event("migration.activity-appended", {
    attempt_id: z.string().nullable(),
    tone: z.enum(ACTIVITY_TONES),
    kind: z.string(),
    summary: z.string(),
    payload: jsonSchema,
  }),
]);
export type MigrationEvent = z.infer<typeof migrationEventSchema>;
