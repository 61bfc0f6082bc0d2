import type { OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import { fc } from "../support/fast-check.js";
import { campaignToPullRequest } from "./stories.js";

const head_branch = "onx-migrate/core-2.0.0";
const migration = fc.constantFrom({ migration_id: "m1" }, { migration_id: "m2" });
const attempt = fc.constantFrom({ attempt_id: "a1" }, { attempt_id: "a2" }, { attempt_id: "a3" });
const sha = fc.constantFrom("c0ffee", "decaf", "beef");
const decision = fc.constantFrom("accept", "acceptForCampaign", "decline", "cancel");

/** Any command for one of two migrations and their campaign, sensible at the time or not. */
const anyCommand: fc.Arbitrary<OrchestrationCommand> = fc.oneof(
  ...(["start", "pause", "resume", "cancel", "complete", "delete"] as const).map((verb) =>
    fc.constant({ type: `campaign.${verb}`, campaign_id: "c1" } as const),
  ),
  fc
    .string({ minLength: 1 })
    .map((title): OrchestrationCommand => ({ type: "campaign.meta.update", campaign_id: "c1", title })),
  migration.map((id): OrchestrationCommand => ({
    type: "migration.create",
    ...id,
    campaign_id: "c1",
    repo_id: id.migration_id === "m1" ? 7 : 8,
    repo_full_name: `acme/${id.migration_id}`,
    wave: 0,
    base_branch: "main",
  })),
  migration.map((id): OrchestrationCommand => ({ type: "migration.skip", ...id, reason: "no" })),
  fc
    .tuple(migration, attempt)
    .map(([id, its]): OrchestrationCommand => ({ type: "migration.attempt.start", ...id, ...unique(id, its) })),
  fc.tuple(migration, attempt).map(([id, its]): OrchestrationCommand => ({
    type: "migration.attempt.interrupt",
    ...id,
    ...unique(id, its),
    reason: "stop",
  })),
  fc
    .tuple(migration, attempt, fc.constantFrom("starting", "running", "stopped", "error"))
    .map(([id, its, status]): OrchestrationCommand => ({
      type: "migration.job.set",
      ...id,
      ...unique(id, its),
      status,
      started: { run_id: "0123456789abcdef", base_sha: "beef" },
    })),
  fc.tuple(migration, attempt, fc.boolean()).map(([id, its, changed]): OrchestrationCommand => ({
    type: "migration.attempt.complete",
    ...id,
    ...unique(id, its),
    outcome: { status: "completed", head_branch: changed ? head_branch : null },
  })),
  fc.tuple(migration, attempt).map(([id, its]): OrchestrationCommand => ({
    type: "migration.attempt.complete",
    ...id,
    ...unique(id, its),
    outcome: { status: "error", error: "no" },
  })),
  fc.tuple(migration, fc.constantFrom("r1", "r2")).map(([id, request]): OrchestrationCommand => ({
    type: "migration.approval.request",
    ...id,
    request_id: `${id.migration_id}-${request}`,
    reason: "?",
  })),
  fc.tuple(migration, fc.constantFrom("r1", "r2"), decision).map(([id, request, decision]): OrchestrationCommand => ({
    type: "migration.approval.respond",
    ...id,
    request_id: `${id.migration_id}-${request}`,
    decision,
  })),
  migration.map((id): OrchestrationCommand => ({ type: "migration.checkpoint.revert", ...id })),
  fc.tuple(migration, attempt, sha).map(([id, its, head_sha]): OrchestrationCommand => ({
    type: "migration.branch.record",
    ...id,
    ...unique(id, its),
    head_branch,
    head_sha,
  })),
  fc.tuple(migration, sha, fc.constantFrom(12, 13)).map(([id, head_sha, pr_number]): OrchestrationCommand => ({
    type: "migration.pr.record",
    ...id,
    pull_request: {
      state: "open",
      pr_number,
      node_id: null,
      head_branch,
      head_sha,
      base_branch: "main",
      url: "u",
      adopted: true,
    },
  })),
  fc
    .tuple(migration, fc.constantFrom("merged", "closed"), fc.constantFrom(12, 13))
    .map(([id, state, pr_number]): OrchestrationCommand => ({
      type: "migration.pr.record",
      ...id,
      pull_request: { state, pr_number },
    })),
  migration.map((id): OrchestrationCommand => ({
    type: "migration.pr.record",
    ...id,
    pull_request: { state: "reverted", revert_pr_number: 99, url: null },
  })),
  migration.map((id): OrchestrationCommand => ({ type: "migration.pr.close", ...id, reason: "no" })),
  fc
    .tuple(migration, sha, fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", null), fc.string())
    .map(([id, head_sha, github_updated_at, status]): OrchestrationCommand => ({
      type: "migration.checks.record",
      ...id,
      head_sha,
      checks: [
        {
          check_key: "ci",
          source: "check_run",
          name: "ci",
          status: `s${status}`,
          conclusion: null,
          github_updated_at,
          url: null,
        },
      ],
    })),
  fc
    .tuple(migration, fc.constantFrom("branch-push", "pr-open", "pr-close", "checkpoint-revert", "other"))
    .map(([id, effect]): OrchestrationCommand => ({
      type: "migration.effect.fail",
      ...id,
      effect,
      effect_key: "k",
      error: "502",
    })),
  fc.tuple(migration, fc.jsonValue({ noUnicodeString: false })).map(([id, value]): OrchestrationCommand => ({
    type: "migration.activity.append",
    ...id,
    tone: "tool",
    kind: "log",
    summary: "seen",
    payload: JSON.parse(JSON.stringify(value)),
  })),
);

/** A migration's way to its pull request, with anything at all happening in between. */
export const commandSequence: fc.Arbitrary<readonly OrchestrationCommand[]> = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constant("next" as const) }, { weight: 1, arbitrary: anyCommand }), {
    minLength: 5,
    maxLength: 60,
  })
  .map((steps) => {
    const story = [...campaignToPullRequest()];
    return steps.flatMap((step) => (step === "next" ? story.splice(0, 1) : [step]));
  });

/** Attempt ids are unique among all migrations. The first migration's are those of the story. */
function unique(id: { migration_id: string }, its: { attempt_id: string }): { attempt_id: string } {
  return id.migration_id === "m1" ? its : { attempt_id: `${id.migration_id}-${its.attempt_id}` };
}
