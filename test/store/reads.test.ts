import { describe, expect, test } from "vitest";
import { getApproval, listActivities, listPendingApprovals } from "../../src/store/reads/approvals.js";
import {
  getAttempt,
  latestAttempt,
  listAttempts,
  listAttemptsOfRun,
  listCheckpoints,
  listOperations,
} from "../../src/store/reads/attempts.js";
import { findCampaign, getCampaign, listCampaigns } from "../../src/store/reads/campaigns.js";
import {
  findMigration,
  getMigration,
  getMigrationJob,
  listMigrations,
  listMigrationsOfRepository,
} from "../../src/store/reads/migrations.js";
import {
  findPullRequest,
  getPullRequest,
  listChecks,
  listOpenPullRequests,
} from "../../src/store/reads/pull-requests.js";
import { campaignToPullRequest } from "./stories.js";
import { testStore } from "./support.js";

const release = { core_repo: "acme/core", package: "@acme/core", from_version: "1.0.0", to_version: "2.0.0" };

function storeWithStory() {
  const setup = testStore();
  for (const command of campaignToPullRequest()) setup.send(command);
  return setup;
}

describe("after a story", () => {
  test("campaigns", () => {
    const { store, send } = storeWithStory();
    expect(getCampaign(store, "c1")).toMatchObject({ ...release, status: "running", manifest_blake3: "ab" });
    expect(findCampaign(store, release)).toEqual(getCampaign(store, "c1"));
    expect(findCampaign(store, { ...release, to_version: "3.0.0" })).toBeUndefined();
    expect(listCampaigns(store)).toHaveLength(1);
    expect(listCampaigns(store, ["paused", "draft"])).toEqual([]);
    send({ type: "campaign.cancel", campaign_id: "c1" });
    send({ type: "campaign.delete", campaign_id: "c1" });
    expect(listCampaigns(store)).toEqual([]);
    expect(findCampaign(store, release)).toBeUndefined();
    expect(listMigrations(store, "c1")).toEqual([]);
    expect(getMigration(store, "m1")?.deleted_at).not.toBeNull();
  });

  test("migrations and their jobs", () => {
    const { store } = storeWithStory();
    expect(listMigrations(store, "c1")).toEqual([getMigration(store, "m1")]);
    expect(findMigration(store, "c1", 7)).toEqual(getMigration(store, "m1"));
    expect(listMigrationsOfRepository(store, 7)).toHaveLength(1);
    expect(listMigrationsOfRepository(store, 8)).toEqual([]);
    expect(getMigrationJob(store, "m1")).toMatchObject({
      status: "ready",
      runner_name: "local",
      active_attempt_id: null,
    });
  });

  test("attempts, their operations and checkpoints", () => {
    const { store } = storeWithStory();
    expect(latestAttempt(store, "m1")).toMatchObject({ attempt_id: "a1", status: "completed", error: null });
    expect(listAttempts(store, "m1")).toEqual([getAttempt(store, "a1")]);
    expect(listAttemptsOfRun(store, "0123456789abcdef")).toHaveLength(1);
    expect(listOperations(store, "a1").map((row) => [row.operation_id, row.status, row.evidence_json])).toEqual([
      ["OP001", "applied", '{"sites":[]}'],
      ["OP002", "flagged", "{}"],
    ]);
    expect(listCheckpoints(store, "m1")).toMatchObject([{ checkpoint_attempt_count: 1, checkpoint_ref: "beef" }]);
  });

  test("pull requests and their checks", () => {
    const { store } = storeWithStory();
    expect(findPullRequest(store, 7, 12)).toEqual(getPullRequest(store, "m1"));
    expect(listOpenPullRequests(store)).toHaveLength(1);
    expect(listChecks(store, "m1", "c0ffee")).toMatchObject([{ check_key: "sandbox:test", conclusion: "success" }]);
    expect(listChecks(store, "m1", "decaf")).toEqual([]);
  });

  test("approvals and activities", () => {
    const { store, send } = storeWithStory();
    expect(listPendingApprovals(store, "m1")).toEqual([getApproval(store, "r1")]);
    send({ type: "migration.approval.respond", migration_id: "m1", request_id: "r1", decision: "decline" });
    expect(listPendingApprovals(store, "m1")).toEqual([]);
    expect(getApproval(store, "r1")).toMatchObject({ status: "resolved", decision: "decline" });
    expect(listActivities(store, "m1").map((row) => row.summary)).toEqual([
      "Attempt 1 started on beef",
      "OP002 has no replacement",
      "Attempt completed",
      "Pushed c0ffee to onx-migrate/core-2.0.0",
      "Opened pull request #12",
      "Answered: decline",
    ]);
  });
});

test("a check report that is older than the known one changes nothing", () => {
  const { store, send } = storeWithStory();
  const check = { check_key: "ci", source: "check_run", name: "ci", conclusion: null, url: null } as const;
  function report(status: string, github_updated_at: string | null): string | undefined {
    const checks = [{ ...check, status, github_updated_at }];
    send({ type: "migration.checks.record", migration_id: "m1", head_sha: "c0ffee", checks });
    return listChecks(store, "m1", "c0ffee").find((row) => row.check_key === "ci")?.status;
  }
  expect(report("completed", "2026-01-02T00:00:00Z")).toBe("completed");
  expect(report("queued", "2026-01-01T00:00:00Z")).toBe("completed");
  expect(report("rerun", "2026-01-03T00:00:00Z")).toBe("rerun");
});

test("a pull request that could not be opened is not waited for", () => {
  const { store, send } = testStore();
  const story = campaignToPullRequest();
  for (const command of story.slice(
    0,
    story.findIndex(({ type }) => type === "migration.pr.record"),
  ))
    send(command);
  expect(getPullRequest(store, "m1")?.state).toBe("requested");
  send({ type: "migration.effect.fail", migration_id: "m1", effect: "pr-open", effect_key: "pr", error: "refused" });
  expect(getPullRequest(store, "m1")?.state).toBe("closed");
});

test("a newer campaign takes over the pull request of an older one", () => {
  const { store, send } = storeWithStory();
  for (const command of campaignToPullRequest()) {
    if (!("migration_id" in command)) continue;
    send(
      JSON.parse(
        JSON.stringify(command)
          .replaceAll('"m1"', '"m2"')
          .replaceAll('"a1"', '"a2"')
          .replaceAll('"c1"', '"c2"')
          .replaceAll('"r1"', '"r2"'),
      ),
    );
  }
  expect(findPullRequest(store, 7, 12)).toMatchObject({ migration_id: "m2", state: "open" });
  expect(getPullRequest(store, "m1")).toMatchObject({ pr_number: null, state: "closed" });
});
