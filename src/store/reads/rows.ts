import { z } from "zod";
import {
  ACTIVITY_TONES,
  APPROVAL_DECISIONS,
  APPROVAL_STATUSES,
  ATTEMPT_STATUSES,
  BANDS,
  CAMPAIGN_STATUSES,
  CHECK_SOURCES,
  CHECKPOINT_STATUSES,
  JOB_STATUSES,
  MIGRATION_STATUSES,
  OPERATION_STATUSES,
  PULL_REQUEST_STATES,
} from "../../domain/orchestration/vocabulary.js";

const integer = z.number().int();
const text = z.string();

export const campaignRowSchema = z.strictObject({
  campaign_id: text,
  title: text,
  core_repo: text,
  package: text,
  from_version: text,
  to_version: text,
  manifest_uri: text.nullable(),
  manifest_blake3: text.nullable(),
  status: z.enum(CAMPAIGN_STATUSES),
  created_at: text,
  updated_at: text,
  deleted_at: text.nullable(),
});
export type CampaignRow = z.infer<typeof campaignRowSchema>;

export const migrationRowSchema = z.strictObject({
  migration_id: text,
  campaign_id: text,
  repo_id: integer,
  repo_full_name: text,
  wave: integer,
  base_branch: text,
  base_sha: text.nullable(),
  head_branch: text.nullable(),
  status: z.enum(MIGRATION_STATUSES),
  latest_attempt_id: text.nullable(),
  created_at: text,
  updated_at: text,
  deleted_at: text.nullable(),
});
export type MigrationRow = z.infer<typeof migrationRowSchema>;

export const attemptRowSchema = z.strictObject({
  attempt_id: text,
  migration_id: text,
  attempt_count: integer,
  run_id: text,
  status: z.enum(ATTEMPT_STATUSES),
  started_at: text,
  completed_at: text.nullable(),
  error: text.nullable(),
});
export type AttemptRow = z.infer<typeof attemptRowSchema>;

export const operationRowSchema = z.strictObject({
  attempt_id: text,
  operation_id: text,
  migration_id: text,
  kind: text,
  confidence: z.number(),
  band: z.enum(BANDS),
  status: z.enum(OPERATION_STATUSES),
  files_changed: integer,
  edits: integer,
  evidence_json: text,
  updated_at: text,
});
export type OperationRow = z.infer<typeof operationRowSchema>;

export const jobRowSchema = z.strictObject({
  migration_id: text,
  status: z.enum(JOB_STATUSES),
  runner_name: text.nullable(),
  runner_job_id: text.nullable(),
  active_attempt_id: text.nullable(),
  last_error: text.nullable(),
  updated_at: text,
});
export type JobRow = z.infer<typeof jobRowSchema>;

export const pullRequestRowSchema = z.strictObject({
  migration_id: text,
  repo_id: integer,
  pr_number: integer.nullable(),
  node_id: text.nullable(),
  head_branch: text,
  head_sha: text.nullable(),
  base_branch: text,
  state: z.enum(PULL_REQUEST_STATES),
  adopted: z.union([z.literal(0), z.literal(1)]),
  url: text.nullable(),
  updated_at: text,
});
export type PullRequestRow = z.infer<typeof pullRequestRowSchema>;

export const checkRowSchema = z.strictObject({
  migration_id: text,
  head_sha: text,
  check_key: text,
  source: z.enum(CHECK_SOURCES),
  name: text,
  status: text,
  conclusion: text.nullable(),
  github_updated_at: text.nullable(),
  url: text.nullable(),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

export const checkpointRowSchema = z.strictObject({
  migration_id: text,
  attempt_id: text,
  checkpoint_attempt_count: integer,
  checkpoint_ref: text,
  tree_sha: text,
  status: z.enum(CHECKPOINT_STATUSES),
  files_json: text,
  completed_at: text,
});
export type CheckpointRow = z.infer<typeof checkpointRowSchema>;

export const approvalRowSchema = z.strictObject({
  request_id: text,
  migration_id: text,
  attempt_id: text.nullable(),
  operation_id: text.nullable(),
  reason: text,
  status: z.enum(APPROVAL_STATUSES),
  decision: z.enum(APPROVAL_DECISIONS).nullable(),
  created_at: text,
  resolved_at: text.nullable(),
});
export type ApprovalRow = z.infer<typeof approvalRowSchema>;

export const activityRowSchema = z.strictObject({
  activity_id: text,
  migration_id: text,
  attempt_id: text.nullable(),
  tone: z.enum(ACTIVITY_TONES),
  kind: text,
  summary: text,
  payload_json: text,
  created_at: text,
});
export type ActivityRow = z.infer<typeof activityRowSchema>;
