import { plain } from "../../adapters/github/markdown.js";
import { OnxError } from "../../domain/errors.js";
import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { getPullRequest } from "../../store/reads/pull-requests.js";
import { listActivities } from "../../store/reads/approvals.js";
import type { Store } from "../../store/store.js";
import { correlatedComment } from "../comment-activity.js";
import { type Effect, migrationOf } from "./effect.js";
import { UNCHANGED_ACTIVITY } from "./record-run.js";

interface CommandResult {
  readonly ok: boolean;
  readonly text: string;
}

/** Tells whoever gave a command in a comment what came of it. */
export async function reportCommand(effect: Effect): Promise<void> {
  const { app, event, forge } = effect;
  const comment = correlatedComment(event.correlation_id);
  if (comment === undefined) throw new OnxError("effect.event", "no comment is waiting for this");
  const migration = migrationOf(app.store, event.stream_id);
  const { ok, text } = resultOf(app.store, event);
  await forge.commentOnce(migration.repo_full_name, comment.issue, {
    marker: `result-${String(comment.commentId)}-${comment.command}`,
    body: text,
  });
  await forge.react(migration.repo_full_name, comment.commentId, ok ? "rocket" : "confused");
}

function resultOf(store: Store, event: StoredEvent): CommandResult {
  switch (event.type) {
    case "migration.reverted":
      return { ok: true, text: revertedText(event.payload) };
    case "migration.pr-opened":
      return { ok: true, text: `Done: ${event.payload.url}` };
    case "migration.branch-pushed":
      return { ok: true, text: `Done: ${getPullRequest(store, event.stream_id)?.url ?? event.payload.head_branch}` };
    case "migration.attempt-completed":
      if (event.payload.error !== null) return { ok: false, text: failedText(event.payload.error) };
      return { ok: true, text: unchangedText(store, event.stream_id) };
    case "migration.push-failed":
    case "migration.pr-open-failed":
    case "migration.revert-failed":
      return { ok: false, text: failedText(event.payload.error) };
    default:
      throw new OnxError("effect.event", `${event.type} ends no command`);
  }
}

function revertedText({ pr_state, url }: { pr_state: "closed" | "merged"; url: string | null }): string {
  if (pr_state === "closed") return "Rolled back: this pull request is closed and its branch is deleted.";
  if (url === null) return "Rolled back: the files are as they were before the migration already.";
  return `Rolled back by ${url}, once that is merged.`;
}

function failedText(error: string): string {
  return `That did not work: ${plain(error)}`;
}

function unchangedText(store: Store, migrationId: string): string {
  const activities = listActivities(store, migrationId).filter(({ kind }) => kind === UNCHANGED_ACTIVITY);
  return `Done, and there is nothing to change: ${plain(activities.at(-1)?.summary ?? "the migration is in place already")}.`;
}
