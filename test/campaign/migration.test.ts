import { describe, expect, test } from "vitest";
import { migrationDecider } from "../../src/campaign/migration.js";
import type { MigrationCommand } from "../../src/domain/orchestration/migration-commands.js";
import { given as givenHistory } from "./given.js";

const id = { migration_id: "m1" };
const head_branch = "onx-migrate/core-2.0.0";

const create: MigrationCommand = {
  type: "migration.create",
  ...id,
  campaign_id: "c1",
  repo_id: 7,
  repo_full_name: "acme/shop",
  wave: 0,
  base_branch: "main",
};
const skip: MigrationCommand = { type: "migration.skip", ...id, reason: "not now" };
const push: MigrationCommand = branch("a1", "s1");
const open = pullRequest(12, "s1");
const merge: MigrationCommand = {
  type: "migration.pr.record",
  ...id,
  pull_request: { state: "merged", pr_number: 12 },
};
const close: MigrationCommand = {
  type: "migration.pr.record",
  ...id,
  pull_request: { state: "closed", pr_number: 12 },
};
const askClose: MigrationCommand = { type: "migration.pr.close", ...id, reason: "rolled back" };
const revert: MigrationCommand = { type: "migration.checkpoint.revert", ...id };
const reverted: MigrationCommand = {
  type: "migration.pr.record",
  ...id,
  pull_request: { state: "reverted", revert_pr_number: null, url: null },
};

function start(attempt_id: string): MigrationCommand {
  return { type: "migration.attempt.start", ...id, attempt_id };
}
function run(attempt_id: string): MigrationCommand {
  const started = { run_id: "r", base_sha: "b" };
  return { type: "migration.job.set", ...id, attempt_id, status: "running", started };
}
function complete(attempt_id: string, branch: string | null = head_branch): MigrationCommand {
  return {
    type: "migration.attempt.complete",
    ...id,
    attempt_id,
    outcome: { status: "completed", head_branch: branch },
  };
}
function fail(attempt_id: string): MigrationCommand {
  return { type: "migration.attempt.complete", ...id, attempt_id, outcome: { status: "error", error: "no clone" } };
}
function interrupt(attempt_id: string): MigrationCommand {
  return { type: "migration.attempt.interrupt", ...id, attempt_id, reason: "stopped by a person" };
}
function capture(attempt_id: string): MigrationCommand {
  return {
    type: "migration.checkpoint.capture",
    ...id,
    attempt_id,
    checkpoint_ref: "b",
    tree_sha: "t",
    status: "ready",
    files: [],
  };
}
function branch(attempt_id: string, head_sha: string): MigrationCommand {
  return { type: "migration.branch.record", ...id, attempt_id, head_branch, head_sha };
}
function pullRequest(pr_number: number, head_sha: string): MigrationCommand {
  const base = { state: "open", node_id: null, base_branch: "main", url: "u", adopted: false } as const;
  return { type: "migration.pr.record", ...id, pull_request: { ...base, pr_number, head_branch, head_sha } };
}
function ask(request_id: string, operation_id: string): MigrationCommand {
  return { type: "migration.approval.request", ...id, request_id, operation_id, reason: "unsure" };
}
function answer(request_id: string, decision: "accept" | "acceptForCampaign" | "decline" | "cancel"): MigrationCommand {
  return { type: "migration.approval.respond", ...id, request_id, decision };
}
function effectFails(effect: "branch-push" | "pr-open" | "pr-close" | "checkpoint-revert" | "other"): MigrationCommand {
  return { type: "migration.effect.fail", ...id, effect, effect_key: "k", error: "502" };
}
function given(...history: readonly MigrationCommand[]) {
  return givenHistory(migrationDecider, ...history);
}

const running = [create, start("a1"), run("a1"), capture("a1")];
const publishing = [...running, complete("a1")];
const inReview = [...publishing, push, open];

describe("from a plan to a pull request", () => {
  test("a started attempt asks for a run and counts itself", () => {
    expect(given(create).when(start("a1"))).toEqual([
      {
        type: "migration.attempt-start-requested",
        payload: { attempt_id: "a1", attempt_count: 1, approved: [], skipped: [] },
      },
    ]);
  });

  test("a runner that reports with the inputs starts the attempt", () => {
    expect(given(create, start("a1")).when(run("a1"))).toMatchObject([
      { type: "migration.attempt-started", payload: { attempt_id: "a1", run_id: "r", base_sha: "b" } },
      { type: "migration.job-set", payload: { status: "running" } },
    ]);
  });

  test("the inputs are needed once", () => {
    const { attempt_id, ...job } = { attempt_id: "a1", type: "migration.job.set", ...id, status: "running" } as const;
    expect(given(create, start("a1")).when({ ...job, attempt_id })).toMatchObject({ code: "migration.attempt.inputs" });
    expect(given(...running).when({ ...job, attempt_id, runner_job_id: "j2" })).toMatchObject([
      { type: "migration.job-set", payload: { runner_job_id: "j2" } },
    ]);
  });

  test("what the runner has said already is no news", () => {
    expect(given(...running).when(run("a1"))).toEqual([]);
  });

  test("a complete attempt asks for a push of a branch that must not exist yet", () => {
    expect(given(...running).when(complete("a1"))).toMatchObject([
      { type: "migration.attempt-completed", payload: { status: "completed", migration_status: "running" } },
      { type: "migration.branch-push-requested", payload: { head_branch, expected_sha: null } },
    ]);
  });

  test("a pushed branch asks for a pull request", () => {
    expect(given(...publishing).when(push)).toMatchObject([
      { type: "migration.branch-pushed", payload: { head_sha: "s1", migration_status: "running" } },
      { type: "migration.pr-open-requested", payload: { repo_id: 7, head_branch, base_branch: "main" } },
    ]);
    expect(given(...publishing, push).when(push)).toEqual([]);
  });

  test("an open pull request ends the way, told twice or not", () => {
    expect(given(...publishing, push).when(open)).toMatchObject([
      { type: "migration.pr-opened", payload: { pr_number: 12, repo_id: 7, adopted: false } },
    ]);
    expect(given(...inReview).state?.status).toBe("pr_open");
    expect(given(...inReview).when(open)).toEqual([]);
  });

  test("an attempt that changes nothing ends in a skipped migration, without a push", () => {
    const decision = given(...running).when(complete("a1", null));
    expect(decision).toMatchObject([{ payload: { migration_status: "skipped" } }]);
    expect(decision).toHaveLength(1);
  });

  test("a second attempt pushes onto the first one's commit and opens nothing new", () => {
    const again = [...inReview, start("a2"), run("a2")];
    expect(given(...again).when(complete("a2"))).toMatchObject([{}, { payload: { expected_sha: "s1" } }]);
    expect(given(...again, complete("a2")).when(branch("a2", "s2"))).toEqual([
      {
        type: "migration.branch-pushed",
        payload: { attempt_id: "a2", head_branch, head_sha: "s2", migration_status: "pr_open" },
      },
    ]);
  });
});

describe("attempts", () => {
  test.each([
    ["another is under way", [create, start("a1")], start("a2"), "migration.attempt.active"],
    ["its id is taken", [...running, fail("a1")], start("a1"), "migration.attempt.exists"],
    ["the last one is being published", publishing, start("a2"), "migration.publishing"],
    ["it is merged", [...inReview, merge], start("a2"), "migration.settled"],
    ["it was declined", [...inReview, close], start("a2"), "migration.settled"],
    ["it is being rolled back", [...inReview, revert], start("a2"), "migration.revert.pending"],
    ["it is complete before it started", [create, start("a1")], complete("a1"), "migration.attempt.not-started"],
    ["a result comes from an interrupted one", [...running, interrupt("a1")], complete("a1"), "migration.attempt.over"],
    ["it is interrupted twice", [...running, interrupt("a1")], interrupt("a1"), "migration.attempt.over"],
    ["its runner speaks up late", [...running, fail("a1"), start("a2")], run("a1"), "migration.attempt.over"],
    ["its runner goes on afterwards", [...running, fail("a1")], run("a1"), "migration.attempt.over"],
    ["a checkpoint comes late", [...running, fail("a1")], capture("a1"), "migration.attempt.over"],
    ["the migration is unknown", [], start("a1"), "migration.unknown"],
    ["the migration exists", [create], create, "migration.exists"],
  ] satisfies [string, MigrationCommand[], MigrationCommand, string][])(
    "refused where %s",
    (_why, history, command, code) => {
      expect(given(...history).when(command)).toMatchObject({ code });
    },
  );

  test("one that fails before it has started fails the migration, which can be tried again", () => {
    const failed = given(create, start("a1"), fail("a1"));
    expect(failed.state?.status).toBe("failed");
    expect(failed.when(start("a2"))).toMatchObject([{ payload: { attempt_count: 2 } }]);
  });

  test("interrupted, the migration is what it was before", () => {
    expect(given(...running, interrupt("a1")).state?.status).toBe("planned");
    expect(given(...inReview, start("a2"), interrupt("a2")).state?.status).toBe("pr_open");
  });

  test("a pull request declined meanwhile is not pushed to", () => {
    const declined = given(...inReview, start("a2"), run("a2"), close);
    expect(declined.when(complete("a2"))).toMatchObject([{ payload: { migration_status: "cancelled" } }]);
    expect(declined.when(fail("a2"))).toMatchObject([{ payload: { migration_status: "cancelled" } }]);
    expect(given(...inReview, start("a2"), close).when(run("a2"))).toMatchObject({ code: "migration.settled" });
  });

  test("stopping a job names the attempt that it is for", () => {
    const stop: MigrationCommand = { type: "migration.job.stop", ...id, reason: "too slow" };
    expect(given(...running).when(stop)).toEqual([
      { type: "migration.job-stop-requested", payload: { attempt_id: "a1", reason: "too slow" } },
    ]);
    expect(given(create).when(stop)).toMatchObject({ code: "migration.job.idle" });
  });
});

describe("skipping", () => {
  test("is for what is not published", () => {
    expect(given(create).when(skip)).toEqual([{ type: "migration.skipped", payload: { reason: "not now" } }]);
    expect(given(create, skip).when(skip)).toEqual([]);
    expect(given(...inReview).when(skip)).toMatchObject({ code: "migration.published" });
    expect(given(...running).when(skip)).toMatchObject({ code: "migration.attempt.active" });
  });

  test("can be taken back", () => {
    expect(given(create, skip).when(start("a1"))).toMatchObject([{ type: "migration.attempt-start-requested" }]);
  });
});

describe("approvals", () => {
  test("asked during an attempt, they hold nothing up", () => {
    expect(given(...running, ask("r1", "OP002")).state?.status).toBe("running");
    expect(given(...inReview, ask("r1", "OP002")).state?.status).toBe("pr_open");
  });

  test("an attempt that could do nothing without them waits for the last answer", () => {
    const waiting = [...running, ask("r1", "OP001"), ask("r2", "OP002"), complete("a1", null)];
    expect(given(...waiting).state?.status).toBe("awaiting_approval");
    expect(given(...waiting, answer("r1", "accept")).state?.status).toBe("awaiting_approval");
    expect(given(...waiting, answer("r1", "accept"), answer("r2", "decline")).state?.status).toBe("planned");
    expect(given(...waiting, answer("r1", "decline"), answer("r2", "decline")).state?.status).toBe("skipped");
    expect(given(...waiting, answer("r1", "cancel")).state?.status).toBe("cancelled");
  });

  test("the next attempt is told what people said", () => {
    const answered = [
      ...inReview,
      ...["OP003", "OP001", "OP002"].map((operation) => ask(operation, operation)),
      answer("OP003", "accept"),
      answer("OP001", "acceptForCampaign"),
      answer("OP002", "decline"),
    ];
    expect(given(...answered).when(start("a2"))).toMatchObject([
      { payload: { approved: ["OP001", "OP003"], skipped: ["OP002"] } },
    ]);
  });

  test("are answered once", () => {
    const asked = [create, ask("r1", "OP001")];
    expect(given(...asked, answer("r1", "accept")).when(answer("r1", "accept"))).toEqual([]);
    expect(given(...asked, answer("r1", "accept")).when(answer("r1", "decline"))).toMatchObject({
      code: "migration.approval.resolved",
    });
    expect(given(create).when(answer("r1", "accept"))).toMatchObject({ code: "migration.approval.unknown" });
    expect(given(...asked).when(ask("r1", "OP001"))).toMatchObject({ code: "migration.approval.exists" });
    expect(given(create).when({ ...ask("r1", "OP001"), attempt_id: "a9" } as MigrationCommand)).toMatchObject({
      code: "migration.attempt.unknown",
    });
  });
});

describe("what people do with the pull request", () => {
  test("merged and closed are told once", () => {
    expect(given(...inReview).when(merge)).toEqual([{ type: "migration.pr-merged", payload: { pr_number: 12 } }]);
    expect(given(...inReview, merge).when(merge)).toEqual([]);
    expect(given(...inReview, merge).when(close)).toEqual([]);
    expect(given(...inReview, close).state?.status).toBe("cancelled");
  });

  test("a push of theirs moves its head", () => {
    expect(given(...inReview).when(pullRequest(12, "theirs"))).toEqual([
      { type: "migration.pr-head-moved", payload: { pr_number: 12, head_sha: "theirs" } },
    ]);
  });

  test("reopened, it is in review again", () => {
    expect(given(...inReview, close, open).state?.status).toBe("pr_open");
  });

  test("others' pull requests are none of its business", () => {
    expect(given(...inReview).when(pullRequest(13, "s1"))).toMatchObject({ code: "migration.pr.open" });
    expect(given(...inReview, merge).when(open)).toMatchObject({ code: "migration.settled" });
    expect(given(create).when(open)).toMatchObject({ code: "migration.pr.unknown" });
    expect(given(create).when(merge)).toMatchObject({ code: "migration.pr.unknown" });
  });

  test("the app closes only what is open, and asks once", () => {
    expect(given(...inReview).when(askClose)).toMatchObject([{ type: "migration.pr-close-requested" }]);
    expect(given(...inReview, askClose).when(askClose)).toEqual([]);
    expect(given(...inReview, close).when(askClose)).toMatchObject({ code: "migration.pr.not-open" });
  });
});

describe("rolling back", () => {
  test("an open pull request ends closed, a merged one stays merged", () => {
    expect(given(...inReview).when(revert)).toEqual([
      {
        type: "migration.checkpoint-revert-requested",
        payload: { checkpoint_attempt_count: 1, pr_number: 12, pr_state: "open" },
      },
    ]);
    expect(given(...inReview, revert).when(reverted)).toMatchObject([{ payload: { pr_state: "closed" } }]);
    expect(given(...inReview, merge, revert).when(reverted)).toMatchObject([{ payload: { pr_state: "merged" } }]);
  });

  test("GitHub's news of the close may come before or after ours", () => {
    expect(given(...inReview, revert, close, reverted).state?.status).toBe("rolled_back");
    expect(given(...inReview, revert, reverted, close).state?.status).toBe("rolled_back");
  });

  test.each([
    ["nothing is published", running.slice(0, 1), revert, "migration.pr.not-open"],
    ["it was declined", [...inReview, close], revert, "migration.pr.not-open"],
    ["an attempt is under way", [...inReview, start("a2")], revert, "migration.attempt.active"],
    ["it is asked for twice", [...inReview, revert], revert, "migration.revert.pending"],
    ["it is done", [...inReview, revert, reverted], revert, "migration.settled"],
    ["the checkpoint is unknown", inReview, { ...revert, checkpoint_attempt_count: 9 }, "migration.checkpoint.unknown"],
    ["nobody asked", inReview, reverted, "migration.revert.unasked"],
  ] satisfies [string, MigrationCommand[], MigrationCommand, string][])(
    "refused where %s",
    (_why, past, command, code) => {
      expect(given(...past).when(command)).toMatchObject({ code });
    },
  );

  test("done is done", () => {
    expect(given(...inReview, revert, reverted).when(reverted)).toEqual([]);
  });
});

describe("effects that fail", () => {
  test.each([
    ["branch-push", publishing, "migration.push-failed", "failed"],
    ["pr-open", [...publishing, push], "migration.pr-open-failed", "failed"],
    ["pr-close", [...inReview, askClose], "migration.pr-close-failed", "pr_open"],
    ["checkpoint-revert", [...inReview, revert], "migration.revert-failed", "pr_open"],
    ["other", inReview, "migration.effect-failed", "pr_open"],
  ] as const)("%s", (effect, history, type, status) => {
    expect(given(...history).when(effectFails(effect))).toMatchObject([{ type, payload: { error: "502" } }]);
    expect(given(...history, effectFails(effect)).state?.status).toBe(status);
  });

  test("are not failures where nothing is awaited", () => {
    expect(given(...inReview).when(effectFails("pr-open"))).toMatchObject({ code: "migration.effect.unasked" });
  });

  test("can be tried again with a new attempt", () => {
    const failed = given(...publishing, effectFails("branch-push"));
    expect(failed.when(start("a2"))).toMatchObject([{ type: "migration.attempt-start-requested" }]);
  });
});
