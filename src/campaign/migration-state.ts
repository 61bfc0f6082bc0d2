import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import { migrationStatusAfter } from "../domain/orchestration/migration-status.js";
import type { ApprovalDecision, Effect, MigrationStatus } from "../domain/orchestration/vocabulary.js";

export interface Attempt {
  readonly attempt_id: string;
  readonly attempt_count: number;
  readonly phase: "requested" | "running" | "completed" | "interrupted" | "error";
}

export interface Approval {
  readonly operation_id: string | null;
  /** Undefined while it is pending. */
  readonly decision: ApprovalDecision | undefined;
}

export interface Branch {
  readonly head_branch: string;
  /** Undefined until it has been pushed. */
  readonly head_sha: string | undefined;
}

export interface PullRequest {
  readonly pr_number: number;
  readonly head_sha: string;
  readonly state: "open" | "merged" | "closed";
}

export interface Migration {
  readonly repo_id: number;
  readonly base_branch: string;
  readonly status: MigrationStatus;
  /** Oldest first. */
  readonly attempts: readonly Attempt[];
  readonly approvals: ReadonlyMap<string, Approval>;
  /** Attempt counts whose checkpoint can be restored, by when they were captured. */
  readonly checkpoints: readonly number[];
  readonly branch: Branch | undefined;
  readonly pull_request: PullRequest | undefined;
  /** What has been asked of the world outside and not been answered. */
  readonly awaiting: ReadonlySet<Effect>;
  /** The checkpoint that `checkpoint-revert` in `awaiting` is about. */
  readonly reverting_to: number | undefined;
  /** Content of the last job-set, to tell a repetition from news. */
  readonly job: string | undefined;
}

/** Undefined until it is created. */
export type MigrationState = Migration | undefined;

export function evolveMigration(state: MigrationState, event: MigrationEvent): MigrationState {
  if (event.type === "migration.created") {
    return {
      repo_id: event.payload.repo_id,
      base_branch: event.payload.base_branch,
      status: "planned",
      attempts: [],
      approvals: new Map(),
      checkpoints: [],
      branch: undefined,
      pull_request: undefined,
      awaiting: new Set(),
      reverting_to: undefined,
      job: undefined,
    };
  }
  if (state === undefined) return undefined;
  return { ...state, ...changes(state, event), status: migrationStatusAfter(event) ?? state.status };
}

function changes(state: Migration, event: MigrationEvent): Partial<Migration> {
  switch (event.type) {
    case "migration.attempt-start-requested": {
      const { attempt_id, attempt_count } = event.payload;
      return { attempts: [...state.attempts, { attempt_id, attempt_count, phase: "requested" }], job: undefined };
    }
    case "migration.attempt-started":
      return { attempts: inPhase(state, event.payload.attempt_id, "running") };
    case "migration.attempt-interrupted":
      return { attempts: inPhase(state, event.payload.attempt_id, "interrupted") };
    case "migration.attempt-completed":
      return { attempts: inPhase(state, event.payload.attempt_id, event.payload.status) };
    case "migration.job-set":
      return { job: JSON.stringify(event.payload) };
    case "migration.approval-requested": {
      const { request_id, operation_id } = event.payload;
      return { approvals: new Map(state.approvals).set(request_id, { operation_id, decision: undefined }) };
    }
    case "migration.approval-responded": {
      const { request_id, operation_id, decision } = event.payload;
      return { approvals: new Map(state.approvals).set(request_id, { operation_id, decision }) };
    }
    case "migration.checkpoint-captured": {
      const count = event.payload.checkpoint_attempt_count;
      const others = state.checkpoints.filter((known) => known !== count);
      return { checkpoints: event.payload.status === "ready" ? [...others, count] : others };
    }
    case "migration.checkpoint-revert-requested":
      return {
        awaiting: asked(state, "checkpoint-revert"),
        reverting_to: event.payload.checkpoint_attempt_count,
      };
    case "migration.reverted":
      return {
        awaiting: answered(state, "checkpoint-revert"),
        reverting_to: undefined,
        pull_request: withState(state, event.payload.pr_state),
      };
    case "migration.revert-failed":
      return { awaiting: answered(state, "checkpoint-revert"), reverting_to: undefined };
    case "migration.branch-push-requested": {
      const { head_branch, expected_sha } = event.payload;
      return { awaiting: asked(state, "branch-push"), branch: { head_branch, head_sha: expected_sha ?? undefined } };
    }
    case "migration.branch-pushed": {
      const { head_branch, head_sha } = event.payload;
      return {
        awaiting: answered(state, "branch-push"),
        branch: { head_branch, head_sha },
        pull_request: state.pull_request === undefined ? undefined : { ...state.pull_request, head_sha },
      };
    }
    case "migration.push-failed":
      return { awaiting: answered(state, "branch-push") };
    case "migration.pr-open-requested":
      return { awaiting: asked(state, "pr-open") };
    case "migration.pr-opened": {
      const { pr_number, head_branch, head_sha } = event.payload;
      return {
        awaiting: answered(state, "pr-open"),
        branch: { head_branch, head_sha },
        pull_request: { pr_number, head_sha, state: "open" },
      };
    }
    case "migration.pr-open-failed":
      return { awaiting: answered(state, "pr-open") };
    case "migration.pr-head-moved": {
      const { head_sha } = event.payload;
      return { pull_request: state.pull_request === undefined ? undefined : { ...state.pull_request, head_sha } };
    }
    case "migration.pr-close-requested":
      return { awaiting: asked(state, "pr-close") };
    case "migration.pr-closed":
      return { awaiting: answered(state, "pr-close"), pull_request: withState(state, "closed") };
    case "migration.pr-merged":
      return { awaiting: answered(state, "pr-close"), pull_request: withState(state, "merged") };
    case "migration.pr-close-failed":
      return { awaiting: answered(state, "pr-close") };
    default:
      return {};
  }
}

function inPhase(state: Migration, attemptId: string, phase: Attempt["phase"]): readonly Attempt[] {
  return state.attempts.map((attempt) => (attempt.attempt_id === attemptId ? { ...attempt, phase } : attempt));
}

function withState(state: Migration, to: PullRequest["state"]): PullRequest | undefined {
  return state.pull_request === undefined ? undefined : { ...state.pull_request, state: to };
}

function asked(state: Migration, effect: Effect): ReadonlySet<Effect> {
  return new Set([...state.awaiting, effect]);
}

function answered(state: Migration, effect: Effect): ReadonlySet<Effect> {
  return new Set([...state.awaiting].filter((awaited) => awaited !== effect));
}
