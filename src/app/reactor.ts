import type { StoredEvent } from "../domain/orchestration/envelope.js";
import type { NewEffect } from "../store/outbox.js";
import { getPullRequest } from "../store/reads/pull-requests.js";
import type { Reactor } from "../store/reactors.js";
import type { Store } from "../store/store.js";
import { COMMENT_ACTIVITY, correlatedComment, readCommentActivity } from "./comment-activity.js";

export const EFFECT_KINDS = [
  "manifest.generate",
  "dependents.find",
  "job.run",
  "branch.push",
  "check-run.publish",
  "pull-request.open",
  "pull-request.refresh",
  "pull-request.close",
  "checkpoint.revert",
  "comment.answer",
  "command.report",
] as const;
export type EffectKind = (typeof EFFECT_KINDS)[number];

/** What the world outside is asked to do after each event. Every key follows from the event, so that an effect exists once. */
export function createReactor(store: Store): Reactor {
  return { name: "reactor.effects", react: (event) => [...effectsOf(store, event), ...reportsOf(event)] };
}

function effectsOf(store: Store, event: StoredEvent): NewEffect[] {
  const id = event.stream_id;
  switch (event.type) {
    case "campaign.created":
      return [effect("manifest.generate", event, id)];
    case "campaign.started":
      return [effect("dependents.find", event, id)];
    case "migration.attempt-start-requested":
      return [effect("job.run", event, id, event.payload.attempt_id)];
    case "migration.branch-push-requested":
      return [effect("branch.push", event, id, event.payload.attempt_id)];
    case "migration.branch-pushed": {
      const { attempt_id } = event.payload;
      const published = effect("check-run.publish", event, id, attempt_id);
      const isOpen = getPullRequest(store, id)?.state === "open";
      return isOpen ? [published, effect("pull-request.refresh", event, id, attempt_id)] : [published];
    }
    case "migration.pr-open-requested":
      return [effect("pull-request.open", event, id, event.payload.attempt_id)];
    case "migration.pr-close-requested":
      return [effect("pull-request.close", event, id, String(event.sequence))];
    case "migration.checkpoint-revert-requested":
      return [effect("checkpoint.revert", event, id, String(event.sequence))];
    case "migration.activity-appended": {
      if (event.payload.kind !== COMMENT_ACTIVITY) return [];
      return [effect("comment.answer", event, String(readCommentActivity(event.payload.payload).commentId))];
    }
    default:
      return [];
  }
}

/** Events with which a command from a comment has come to its end. */
const ENDS = new Set<StoredEvent["type"]>([
  "migration.pr-opened",
  "migration.pr-open-failed",
  "migration.push-failed",
  "migration.reverted",
  "migration.revert-failed",
]);

function reportsOf(event: StoredEvent): NewEffect[] {
  const comment = correlatedComment(event.correlation_id);
  if (comment === undefined || !hasEnded(event)) return [];
  return [effect("command.report", event, String(comment.commentId), comment.command)];
}

function hasEnded(event: StoredEvent): boolean {
  if (ENDS.has(event.type)) return true;
  // A branch that is pushed goes on to its pull request, unless that is open already.
  if (event.type === "migration.branch-pushed") return event.payload.migration_status === "pr_open";
  if (event.type !== "migration.attempt-completed") return false;
  // So does an attempt that changed something.
  return event.payload.status === "error" || event.payload.migration_status !== "running";
}

function effect(kind: EffectKind, event: StoredEvent, ...key: readonly string[]): NewEffect {
  return { effect_key: [kind, ...key].join(":"), kind, request: { event: event.event_id, stream: event.stream_id } };
}
