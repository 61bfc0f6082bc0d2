import { z } from "zod";
import { jsonSchema } from "../json.js";
import { checkpointFileSchema, checkReportSchema, operationApplicationSchema } from "./migration-parts.js";
import { ACTIVITY_TONES, APPROVAL_DECISIONS, CHECKPOINT_STATUSES, EFFECTS, JOB_STATUSES } from "./vocabulary.js";

const id = z.string().min(1);
const attemptCount = z.number().int().min(1);

function command<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), migration_id: id, ...shape });
}

const pullRequestFact = z.discriminatedUnion("state", [
  z.strictObject({
    state: z.literal("open"),
    pr_number: z.number().int().min(1),
    node_id: z.string().nullable(),
    head_branch: z.string().min(1),
    head_sha: z.string().min(1),
    base_branch: z.string().min(1),
    url: z.string(),
    /** True where the pull request was there already and was taken over. */
    adopted: z.boolean(),
  }),
  z.strictObject({ state: z.literal("merged"), pr_number: z.number().int().min(1) }),
  z.strictObject({ state: z.literal("closed"), pr_number: z.number().int().min(1) }),
  /** What checkpoint.revert asked for is done: the pull request closed, or one opened that reverts the merged one. */
  z.strictObject({
    state: z.literal("reverted"),
    revert_pr_number: z.number().int().min(1).nullable(),
    url: z.string().nullable(),
  }),
]);

const attemptOutcome = z.discriminatedUnion("status", [
  /** `head_branch` is where the result is to be published; null where nothing changed. */
  z.strictObject({ status: z.literal("completed"), head_branch: z.string().min(1).nullable() }),
  z.strictObject({ status: z.literal("error"), error: z.string().min(1) }),
]);

export const migrationCommandSchema = z.discriminatedUnion("type", [
  command("migration.create", {
    campaign_id: id,
    repo_id: z.number().int(),
    repo_full_name: z.string().min(1),
    wave: z.number().int().min(0),
    base_branch: z.string().min(1),
  }),
  command("migration.skip", { reason: z.string().min(1) }),
  command("migration.attempt.start", { attempt_id: id }),
  command("migration.attempt.interrupt", { attempt_id: id, reason: z.string().min(1) }),
  command("migration.attempt.complete", { attempt_id: id, outcome: attemptOutcome }),
  command("migration.approval.request", {
    request_id: id,
    attempt_id: id.optional(),
    operation_id: id.optional(),
    reason: z.string().min(1),
  }),
  command("migration.approval.respond", { request_id: id, decision: z.enum(APPROVAL_DECISIONS) }),
  /** Reverts to the latest checkpoint unless another is named. */
  command("migration.checkpoint.revert", { checkpoint_attempt_count: attemptCount.optional() }),
  command("migration.checkpoint.capture", {
    attempt_id: id,
    checkpoint_ref: z.string().min(1),
    tree_sha: z.string().min(1),
    status: z.enum(CHECKPOINT_STATUSES),
    files: z.array(checkpointFileSchema),
  }),
  command("migration.job.set", {
    attempt_id: id,
    status: z.enum(JOB_STATUSES),
    runner_name: z.string().optional(),
    runner_job_id: z.string().optional(),
    last_error: z.string().optional(),
    /** With the first `running` of an attempt, when its inputs are known. */
    started: z.strictObject({ run_id: id, base_sha: z.string().min(1) }).optional(),
  }),
  command("migration.job.stop", { reason: z.string().min(1) }),
  command("migration.operation.record", {
    attempt_id: id,
    operations: z.array(operationApplicationSchema).min(1),
  }),
  command("migration.branch.record", {
    attempt_id: id,
    head_branch: z.string().min(1),
    head_sha: z.string().min(1),
  }),
  command("migration.pr.record", { pull_request: pullRequestFact }),
  command("migration.pr.close", { reason: z.string().min(1) }),
  command("migration.checks.record", {
    head_sha: z.string().min(1),
    checks: z.array(checkReportSchema).min(1),
  }),
  command("migration.effect.fail", { effect: z.enum(EFFECTS), effect_key: id, error: z.string().min(1) }),
  command("migration.activity.append", {
    attempt_id: id.optional(),
    tone: z.enum(ACTIVITY_TONES),
    kind: z.string().min(1),
    summary: z.string().min(1),
    payload: jsonSchema,
  }),
]);
export type MigrationCommand = z.infer<typeof migrationCommandSchema>;
