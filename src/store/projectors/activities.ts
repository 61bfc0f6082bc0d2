import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import type { ActivityTone } from "../../domain/orchestration/vocabulary.js";
import { insert, type Projector, type Write } from "./projector.js";

const table = "projection_migration_activities";

export const activities: Projector = { name: "projection.activities", table, project };

interface Activity {
  readonly tone: ActivityTone;
  readonly summary: string;
  readonly attempt_id?: string | null;
  /** Event type without its aggregate, unless the activity has a kind of its own. */
  readonly kind?: string;
  /** The event's payload, unless the activity has its own. */
  readonly payload?: unknown;
}

function project(event: StoredEvent): readonly Write[] {
  const activity = activityOf(event);
  if (activity === undefined) return [];
  return [
    insert(table, {
      activity_id: event.event_id,
      migration_id: event.stream_id,
      attempt_id: activity.attempt_id ?? null,
      tone: activity.tone,
      kind: activity.kind ?? event.type.replace("migration.", ""),
      summary: activity.summary,
      payload_json: JSON.stringify(activity.payload ?? event.payload),
      created_at: event.occurred_at,
    }),
  ];
}

/** What a person following the migration is told. */
function activityOf(event: StoredEvent): Activity | undefined {
  switch (event.type) {
    case "migration.activity-appended":
      return event.payload;
    case "migration.skipped":
      return { tone: "info", summary: `Skipped: ${event.payload.reason}` };
    case "migration.attempt-started": {
      const { attempt_id, attempt_count, base_sha } = event.payload;
      return { tone: "info", summary: `Attempt ${attempt_count} started on ${base_sha.slice(0, 8)}`, attempt_id };
    }
    case "migration.attempt-interrupted":
      return {
        tone: "error",
        summary: `Attempt interrupted: ${event.payload.reason}`,
        attempt_id: event.payload.attempt_id,
      };
    case "migration.attempt-completed": {
      const { attempt_id, error } = event.payload;
      if (error !== null) return { tone: "error", summary: `Attempt failed: ${error}`, attempt_id };
      return { tone: "info", summary: "Attempt completed", attempt_id };
    }
    case "migration.approval-requested":
      return { tone: "approval", summary: event.payload.reason, attempt_id: event.payload.attempt_id };
    case "migration.approval-responded":
      return { tone: "approval", summary: `Answered: ${event.payload.decision}` };
    case "migration.branch-pushed": {
      const { attempt_id, head_branch, head_sha } = event.payload;
      return { tone: "tool", summary: `Pushed ${head_sha.slice(0, 8)} to ${head_branch}`, attempt_id };
    }
    case "migration.pr-opened":
      return {
        tone: "info",
        summary: `${event.payload.adopted ? "Took over" : "Opened"} pull request #${event.payload.pr_number}`,
      };
    case "migration.pr-merged":
      return { tone: "info", summary: `Pull request #${event.payload.pr_number} was merged` };
    case "migration.pr-closed":
      return { tone: "info", summary: `Pull request #${event.payload.pr_number} was closed` };
    case "migration.reverted":
      return { tone: "info", summary: `Rolled back to checkpoint ${event.payload.checkpoint_attempt_count}` };
    case "migration.push-failed":
    case "migration.pr-open-failed":
    case "migration.pr-close-failed":
    case "migration.revert-failed":
    case "migration.effect-failed":
      return { tone: "error", summary: event.payload.error };
    default:
      return undefined;
  }
}
