import { type Decision, reject } from "../domain/orchestration/decider.js";
import type { AggregateDecider } from "../domain/orchestration/envelope.js";
import type { MigrationCommand } from "../domain/orchestration/migration-commands.js";
import type { MigrationEvent } from "../domain/orchestration/migration-events.js";
import { requestApproval, respondToApproval } from "./approvals.js";
import { completeAttempt, interruptAttempt, skip, startAttempt } from "./attempts.js";
import { evolveMigration, type Migration, type MigrationState } from "./migration-state.js";
import { closePullRequest, failEffect, recordBranch, recordPullRequest } from "./publishing.js";
import { appendActivity, captureCheckpoint, recordOperations, setJob, stopJob } from "./records.js";
import { revert } from "./revert.js";

export const migrationDecider: AggregateDecider<"migration", MigrationState> = {
  kind: "migration",
  initialState: undefined,
  decide,
  evolve: evolveMigration,
};

function decide(command: MigrationCommand, state: MigrationState): Decision<MigrationEvent> {
  if (state !== undefined && command.type !== "migration.create") return decideExisting(command, state);
  if (command.type !== "migration.create") {
    return reject("migration.unknown", `there is no migration ${command.migration_id}`);
  }
  if (state !== undefined) return reject("migration.exists", `migration ${command.migration_id} exists already`);
  const { type: _type, migration_id: _id, ...payload } = command;
  return [{ type: "migration.created", payload }];
}

function decideExisting(
  command: Exclude<MigrationCommand, { type: "migration.create" }>,
  state: Migration,
): Decision<MigrationEvent> {
  switch (command.type) {
    case "migration.skip":
      return skip(command, state);
    case "migration.attempt.start":
      return startAttempt(command, state);
    case "migration.attempt.interrupt":
      return interruptAttempt(command, state);
    case "migration.attempt.complete":
      return completeAttempt(command, state);
    case "migration.approval.request":
      return requestApproval(command, state);
    case "migration.approval.respond":
      return respondToApproval(command, state);
    case "migration.job.set":
      return setJob(command, state);
    case "migration.job.stop":
      return stopJob(command, state);
    case "migration.operation.record":
      return recordOperations(command, state);
    case "migration.checkpoint.capture":
      return captureCheckpoint(command, state);
    case "migration.checkpoint.revert":
      return revert(command, state);
    case "migration.branch.record":
      return recordBranch(command, state);
    case "migration.pr.record":
      return recordPullRequest(command, state);
    case "migration.pr.close":
      return closePullRequest(command, state);
    case "migration.effect.fail":
      return failEffect(command, state);
    case "migration.checks.record":
      return [{ type: "migration.checks-recorded", payload: { head_sha: command.head_sha, checks: command.checks } }];
    case "migration.activity.append":
      return appendActivity(command, state);
  }
}
