import type { MigrationEvent } from "./migration-events.js";
import type { MigrationStatus } from "./vocabulary.js";

/** The status that a migration has after an event, or undefined where the event leaves it as it was. */
export function migrationStatusAfter(event: MigrationEvent): MigrationStatus | undefined {
  switch (event.type) {
    case "migration.created":
      return "planned";
    case "migration.skipped":
      return "skipped";
    case "migration.attempt-start-requested":
      return "queued";
    case "migration.attempt-started":
      return "running";
    case "migration.attempt-interrupted":
    case "migration.attempt-completed":
    case "migration.approval-requested":
    case "migration.approval-responded":
    case "migration.branch-pushed":
    case "migration.push-failed":
    case "migration.pr-open-failed":
      return event.payload.migration_status;
    case "migration.pr-opened":
      return "pr_open";
    case "migration.pr-merged":
      return "merged";
    case "migration.pr-closed":
      return "cancelled";
    case "migration.reverted":
      return "rolled_back";
    default:
      return undefined;
  }
}
