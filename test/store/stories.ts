import type { OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";

/** What it takes to bring one dependent of one campaign to an open pull request. */
export function campaignToPullRequest(): readonly OrchestrationCommand[] {
  const id = { migration_id: "m1" };
  const attempt = { ...id, attempt_id: "a1" };
  const head = { head_branch: "onx-migrate/core-2.0.0", head_sha: "c0ffee" };
  return [
    {
      type: "campaign.create",
      campaign_id: "c1",
      title: "core 2.0.0",
      core_repo: "acme/core",
      package: "@acme/core",
      from_version: "1.0.0",
      to_version: "2.0.0",
    },
    {
      type: "campaign.manifest.attach",
      campaign_id: "c1",
      manifest_uri: "registry:acme/core/2.0.0",
      manifest_blake3: "ab",
    },
    { type: "campaign.start", campaign_id: "c1" },
    {
      type: "migration.create",
      ...id,
      campaign_id: "c1",
      repo_id: 7,
      repo_full_name: "acme/shop",
      wave: 0,
      base_branch: "main",
    },
    { type: "migration.attempt.start", ...attempt },
    {
      type: "migration.job.set",
      ...attempt,
      status: "running",
      runner_name: "local",
      started: { run_id: "0123456789abcdef", base_sha: "beef" },
    },
    {
      type: "migration.checkpoint.capture",
      ...attempt,
      checkpoint_ref: "beef",
      tree_sha: "7ree",
      status: "ready",
      files: [{ path: "src/a.ts", mode: "100644", blake3: "aa" }],
    },
    {
      type: "migration.operation.record",
      ...attempt,
      operations: [
        {
          operation_id: "OP001",
          kind: "rename.symbol",
          confidence: 0.97,
          band: "auto",
          status: "applied",
          files_changed: 1,
          edits: 2,
          evidence: { sites: [] },
        },
        {
          operation_id: "OP002",
          kind: "remove.symbol",
          confidence: 0.5,
          band: "review",
          status: "flagged",
          files_changed: 0,
          edits: 0,
          evidence: {},
        },
      ],
    },
    {
      type: "migration.approval.request",
      ...attempt,
      request_id: "r1",
      operation_id: "OP002",
      reason: "OP002 has no replacement",
    },
    {
      type: "migration.attempt.complete",
      ...attempt,
      outcome: { status: "completed", head_branch: head.head_branch },
    },
    { type: "migration.branch.record", ...attempt, ...head },
    {
      type: "migration.pr.record",
      ...id,
      pull_request: {
        state: "open",
        pr_number: 12,
        node_id: "PR_1",
        base_branch: "main",
        url: "https://example.test/acme/shop/pull/12",
        adopted: false,
        ...head,
      },
    },
    {
      type: "migration.checks.record",
      ...id,
      head_sha: head.head_sha,
      checks: [
        {
          check_key: "sandbox:test",
          source: "sandbox",
          name: "test",
          status: "completed",
          conclusion: "success",
          github_updated_at: null,
          url: null,
        },
      ],
    },
  ];
}
