import { type Decision, reject } from "../domain/orchestration/decider.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import { activeAttempt, type CommandOf, isPublishing } from "./migration-rules.js";
import type { Migration } from "./migration-state.js";

type Reverted = Extract<CommandOf<"migration.pr.record">["pull_request"], { state: "reverted" }>;

/** Asks for a checkpoint's content back: an open pull request is closed, a merged one gets one that reverts it. */
export function revert(command: CommandOf<"migration.checkpoint.revert">, state: Migration): Decision<MigrationEvent> {
  if (state.status === "rolled_back") return reject("migration.settled", "the migration has been rolled back already");
  if (state.awaiting.has("checkpoint-revert")) {
    return reject("migration.revert.pending", "the migration is being rolled back already");
  }
  if (activeAttempt(state) !== undefined || isPublishing(state)) {
    return reject("migration.attempt.active", "an attempt is still under way; it can be rolled back afterwards");
  }
  const published = state.pull_request;
  if (published === undefined || published.state === "closed") {
    return reject("migration.pr.not-open", "there is no open or merged pull request to roll back");
  }
  const count = command.checkpoint_attempt_count ?? state.checkpoints.at(-1);
  if (count === undefined || !state.checkpoints.includes(count)) {
    return reject("migration.checkpoint.unknown", `there is no checkpoint${count === undefined ? "" : ` ${count}`}`);
  }
  return [
    {
      type: "migration.checkpoint-revert-requested",
      payload: { checkpoint_attempt_count: count, pr_number: published.pr_number, pr_state: published.state },
    },
  ];
}

export function recordReverted(fact: Reverted, state: Migration): Decision<MigrationEvent> {
  if (state.reverting_to === undefined) {
    if (state.status === "rolled_back") return [];
    return reject("migration.revert.unasked", "no rollback was asked for");
  }
  return [
    {
      type: "migration.reverted",
      payload: {
        checkpoint_attempt_count: state.reverting_to,
        pr_state: state.pull_request?.state === "merged" ? "merged" : "closed",
        revert_pr_number: fact.revert_pr_number,
        url: fact.url,
      },
    },
  ];
}
