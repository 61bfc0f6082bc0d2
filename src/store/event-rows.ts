import { z } from "zod";
import { type EventMetadata, eventMetadataSchema, type StoredEvent } from "../domain/orchestration/envelope.js";
import { type Upcaster, upcastPayload } from "../domain/orchestration/upcasting.js";
import { ACTOR_KINDS, AGGREGATE_KINDS } from "../domain/orchestration/vocabulary.js";

export const eventRowSchema = z.strictObject({
  sequence: z.number().int(),
  event_id: z.string(),
  aggregate_kind: z.enum(AGGREGATE_KINDS),
  stream_id: z.string(),
  stream_version: z.number().int(),
  event_type: z.string(),
  occurred_at: z.string(),
  command_id: z.string().nullable(),
  causation_event_id: z.string().nullable(),
  correlation_id: z.string().nullable(),
  actor_kind: z.enum(ACTOR_KINDS),
  payload_json: z.string(),
  metadata_json: z.string(),
});
export type EventRow = z.infer<typeof eventRowSchema>;

/** Columns in the order of the table, for every query of events. */
export const EVENT_COLUMNS = Object.keys(eventRowSchema.shape).join(", ");

/** A row as an event of the present shape. */
export function decodeEvent(row: EventRow, upcasters: readonly Upcaster[]): StoredEvent {
  const { event_type, payload_json, metadata_json, ...envelope } = row;
  const metadata: EventMetadata = metadata_json === "{}" ? {} : eventMetadataSchema.parse(JSON.parse(metadata_json));
  const stored: unknown = JSON.parse(payload_json);
  const payload = upcastPayload(event_type, metadata.schemaVersion ?? 1, stored, upcasters);
  // Append is the only way in and validates each event against its schema; doing so again would halve the replay's speed.
  return { ...envelope, type: event_type, payload, metadata } as StoredEvent;
}
