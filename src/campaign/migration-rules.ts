import { reject, type Rejection } from "../domain/orchestration/decider.js";
import type { MigrationCommand } from "../domain/orchestration/migration-commands.js";
import type { Attempt, Migration } from "./migration-state.js";

/** The command of one type. */
export type CommandOf<Type extends MigrationCommand["type"]> = Extract<MigrationCommand, { type: Type }>;

/** The attempt that is asked for or under way. */
export function activeAttempt(state: Migration): Attempt | undefined {
  const last = state.attempts.at(-1);
  return last?.phase === "requested" || last?.phase === "running" ? last : undefined;
}

/** The active attempt, provided that it is the one that a command means. Results of any other come too late. */
export function activeAttemptOf(state: Migration, attemptId: string): Attempt | undefined {
  const active = activeAttempt(state);
  return active?.attempt_id === attemptId ? active : undefined;
}

export function attemptIsOver(attemptId: string): Rejection {
  return reject("migration.attempt.over", `attempt ${attemptId} is not under way`);
}

/** Nothing more is published: people have merged, declined or rolled back. */
export function isSettled(state: Migration): boolean {
  return state.status === "merged" || state.status === "rolled_back" || state.status === "cancelled";
}

export function isPublishing(state: Migration): boolean {
  return state.awaiting.has("branch-push") || state.awaiting.has("pr-open");
}
