import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import { insert, type Projector, type SqlValue, update, type Write } from "./projector.js";

const table = "projection_campaigns";

export const campaigns: Projector = { name: "projection.campaigns", table, project };

function project(event: StoredEvent): readonly Write[] {
  switch (event.type) {
    case "campaign.created":
      return [
        insert(table, {
          campaign_id: event.stream_id,
          ...event.payload,
          status: "draft",
          created_at: event.occurred_at,
          updated_at: event.occurred_at,
        }),
      ];
    case "campaign.meta-updated":
    case "campaign.manifest-attached":
      return [change(event, event.payload)];
    case "campaign.started":
    case "campaign.resumed":
      return [change(event, { status: "running" })];
    case "campaign.paused":
      return [change(event, { status: "paused" })];
    case "campaign.completed":
      return [change(event, { status: "completed" })];
    case "campaign.cancelled":
      return [change(event, { status: "cancelled" })];
    case "campaign.deleted":
      return [change(event, { deleted_at: event.occurred_at })];
    default:
      return [];
  }
}

function change(event: StoredEvent, changes: Readonly<Record<string, SqlValue>>): Write {
  return update(table, { campaign_id: event.stream_id }, { ...changes, updated_at: event.occurred_at });
}
