/** The closed sets of words that events, commands and tables share. A test holds the tables' CHECKs against them. */
export const AGGREGATE_KINDS = ["campaign", "migration"] as const;
export type AggregateKind = (typeof AGGREGATE_KINDS)[number];

export const ACTOR_KINDS = ["client", "server", "provider"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const CAMPAIGN_STATUSES = ["draft", "running", "paused", "completed", "cancelled"] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const MIGRATION_STATUSES = [
  "planned",
  "queued",
  "running",
  "awaiting_approval",
  "pr_open",
  "merged",
  "rolled_back",
  "failed",
  "skipped",
  "cancelled",
] as const;
export type MigrationStatus = (typeof MIGRATION_STATUSES)[number];

export const ATTEMPT_STATUSES = ["running", "completed", "interrupted", "error"] as const;
export const OPERATION_STATUSES = ["pending", "applied", "noop", "skipped", "conflict", "flagged", "failed"] as const;
export const BANDS = ["auto", "warn", "review"] as const;
export const JOB_STATUSES = [
  "idle",
  "queued",
  "starting",
  "running",
  "ready",
  "interrupted",
  "stopped",
  "error",
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const PULL_REQUEST_STATES = ["requested", "open", "merged", "closed"] as const;
export type PullRequestState = (typeof PULL_REQUEST_STATES)[number];

export const CHECK_SOURCES = ["sandbox", "check_run", "status"] as const;
export const CHECKPOINT_STATUSES = ["ready", "missing", "error"] as const;
export const APPROVAL_STATUSES = ["pending", "resolved"] as const;
export const APPROVAL_DECISIONS = ["accept", "acceptForCampaign", "decline", "cancel"] as const;
export type ApprovalDecision = (typeof APPROVAL_DECISIONS)[number];

export const ACTIVITY_TONES = ["info", "tool", "approval", "error"] as const;
export type ActivityTone = (typeof ACTIVITY_TONES)[number];

/** What the world outside is asked to do on behalf of a migration. Those but `other` answer with events of their own. */
export const EFFECTS = ["branch-push", "pr-open", "pr-close", "checkpoint-revert", "other"] as const;
export type Effect = (typeof EFFECTS)[number];

export const RUNNER_STATUSES = ["starting", "running", "stopped", "error"] as const;
export const DELIVERY_STATUSES = ["pending", "processed", "ignored", "dead"] as const;
export const OUTBOX_STATUSES = ["pending", "leased", "done", "dead"] as const;
export const RECEIPT_STATUSES = ["accepted", "rejected"] as const;
