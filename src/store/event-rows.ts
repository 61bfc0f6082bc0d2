import { z } from "zod";
import type { EventMetadata, StoredEvent } from "../domain/orchestration/envelope.js";
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

/**
 * A row as an event of the present shape. Append is the only way in and validates each event and its metadata against
 * their schemas; doing so again would halve the speed of a replay.
 */
export function decodeEvent(row: EventRow, upcasters: readonly Upcaster[]): StoredEvent {
  const metadata = JSON.parse(row.metadata_json) as EventMetadata;
  const payload: unknown = JSON.parse(row.payload_json);
  const present = upcastPayload(row.event_type, metadata.schemaVersion ?? 1, payload, upcasters);
  return eventOf(row.sequence, row, present, metadata);
}

/** The event that a row holds. To copy the row's fields by a spread would halve the speed of a replay. */
export function eventOf(
  sequence: number,
  row: Omit<EventRow, "sequence">,
  payload: unknown,
  metadata: EventMetadata,
): StoredEvent {
  return {
    sequence,
    event_id: row.event_id,
    aggregate_kind: row.aggregate_kind,
    stream_id: row.stream_id,
    stream_version: row.stream_version,
    type: row.event_type,
    occurred_at: row.occurred_at,
    command_id: row.command_id,
    causation_event_id: row.causation_event_id,
    correlation_id: row.correlation_id,
    actor_kind: row.actor_kind,
    payload,
    metadata,
  } as StoredEvent;
}
