import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import type { MigrationEvent } from "../../domain/orchestration/migration-events.js";
import { migrationStatusAfter } from "../../domain/orchestration/migration-status.js";
import { insert, type Projector, type SqlValue, update, type Write } from "./projector.js";

const table = "projection_migrations";

export const migrations: Projector = { name: "projection.migrations", table, project };

function project(event: StoredEvent): readonly Write[] {
  if (event.type === "campaign.deleted") {
    return [
      update(table, { campaign_id: event.stream_id }, { deleted_at: event.occurred_at, updated_at: event.occurred_at }),
    ];
  }
  if (!isMigrationEvent(event)) return [];
  if (event.type === "migration.created") {
    return [
      insert(table, {
        migration_id: event.stream_id,
        ...event.payload,
        status: "planned",
        created_at: event.occurred_at,
        updated_at: event.occurred_at,
      }),
    ];
  }
  const status = migrationStatusAfter(event);
  const changes = { ...facts(event), ...(status === undefined ? {} : { status }) };
  if (Object.keys(changes).length === 0) return [];
  return [update(table, { migration_id: event.stream_id }, { ...changes, updated_at: event.occurred_at })];
}

function facts(event: MigrationEvent): Readonly<Record<string, SqlValue>> {
  switch (event.type) {
    case "migration.attempt-started":
      return { latest_attempt_id: event.payload.attempt_id, base_sha: event.payload.base_sha };
    case "migration.branch-push-requested":
    case "migration.pr-opened":
      return { head_branch: event.payload.head_branch };
    default:
      return {};
  }
}

function isMigrationEvent(event: StoredEvent): event is StoredEvent<MigrationEvent> {
  return event.aggregate_kind === "migration";
}
