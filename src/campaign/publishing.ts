import { type Decision, reject } from "../domain/orchestration/decider.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import { type CommandOf, isSettled } from "./migration-rules.js";
import type { Migration } from "./migration-state.js";
import { recordReverted } from "./revert.js";

type PullRequestFact = CommandOf<"migration.pr.record">["pull_request"];

export function recordBranch(
  command: CommandOf<"migration.branch.record">,
  state: Migration,
): Decision<MigrationEvent> {
  const { attempt_id, head_branch, head_sha } = command;
  if (!state.awaiting.has("branch-push")) {
    if (state.branch?.head_branch === head_branch && state.branch.head_sha === head_sha) return [];
    return reject("migration.push.unasked", `no push of ${head_branch} was asked for`);
  }
  const isOpen = state.pull_request?.state === "open";
  const migration_status = isSettled(state) ? state.status : isOpen ? "pr_open" : "running";
  const pushed: MigrationEvent = {
    type: "migration.branch-pushed",
    payload: { attempt_id, head_branch, head_sha, migration_status },
  };
  if (isOpen || isSettled(state)) return [pushed];
  const { repo_id, base_branch } = state;
  return [
    pushed,
    { type: "migration.pr-open-requested", payload: { attempt_id, repo_id, head_branch, head_sha, base_branch } },
  ];
}

export function recordPullRequest(
  command: CommandOf<"migration.pr.record">,
  state: Migration,
): Decision<MigrationEvent> {
  const fact = command.pull_request;
  if (fact.state === "reverted") return recordReverted(fact, state);
  if (fact.state === "open") return recordOpen(fact, state);
  const known = state.pull_request;
  if (known?.pr_number !== fact.pr_number) {
    return reject("migration.pr.unknown", `pull request #${fact.pr_number} is not this migration's`);
  }
  if (known.state !== "open") return [];
  const type = fact.state === "merged" ? "migration.pr-merged" : "migration.pr-closed";
  return [{ type, payload: { pr_number: fact.pr_number } }];
}

function recordOpen(fact: Extract<PullRequestFact, { state: "open" }>, state: Migration): Decision<MigrationEvent> {
  if (state.branch?.head_branch !== fact.head_branch) {
    return reject("migration.pr.unknown", `pull request #${fact.pr_number} has the branch ${fact.head_branch}`);
  }
  const known = state.pull_request;
  if (known?.state === "open") {
    if (known.pr_number !== fact.pr_number) {
      return reject("migration.pr.open", `pull request #${known.pr_number} is open already`);
    }
    if (known.head_sha === fact.head_sha) return [];
    return [{ type: "migration.pr-head-moved", payload: { pr_number: fact.pr_number, head_sha: fact.head_sha } }];
  }
  if (known?.state === "merged") {
    return reject("migration.settled", `pull request #${known.pr_number} has been merged`);
  }
  const { state: _state, ...opened } = fact;
  return [{ type: "migration.pr-opened", payload: { repo_id: state.repo_id, ...opened } }];
}

export function closePullRequest(command: CommandOf<"migration.pr.close">, state: Migration): Decision<MigrationEvent> {
  const known = state.pull_request;
  if (known?.state !== "open") return reject("migration.pr.not-open", "the migration has no open pull request");
  if (state.awaiting.has("pr-close")) return [];
  return [{ type: "migration.pr-close-requested", payload: { pr_number: known.pr_number, reason: command.reason } }];
}

export function failEffect(command: CommandOf<"migration.effect.fail">, state: Migration): Decision<MigrationEvent> {
  const { effect, effect_key, error } = command;
  const failure = { effect_key, error };
  if (effect === "other") return [{ type: "migration.effect-failed", payload: failure }];
  if (!state.awaiting.has(effect)) {
    return reject("migration.effect.unasked", `no ${effect} was asked for, or it was answered already`);
  }
  const migration_status = isSettled(state) ? state.status : "failed";
  switch (effect) {
    case "branch-push":
      return [{ type: "migration.push-failed", payload: { ...failure, migration_status } }];
    case "pr-open":
      return [{ type: "migration.pr-open-failed", payload: { ...failure, migration_status } }];
    case "pr-close":
      return [{ type: "migration.pr-close-failed", payload: failure }];
    case "checkpoint-revert":
      return [{ type: "migration.revert-failed", payload: failure }];
  }
}
