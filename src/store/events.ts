import {
  type EventMetadata,
  type EventsOf,
  eventMetadataSchema,
  eventSchemaOf,
  type OrchestrationEvent,
  type StoredEvent,
} from "../domain/orchestration/envelope.js";
import { currentVersion } from "../domain/orchestration/upcasting.js";
import type { ActorKind, AggregateKind } from "../domain/orchestration/vocabulary.js";
import { prepared } from "./database.js";
import { VersionConflict } from "./errors.js";
import { decodeEvent, EVENT_COLUMNS, eventOf, type EventRow } from "./event-rows.js";
import { type Store, timestamp } from "./store.js";

/** The version that a stream must have for an append to go through: exactly this one, no events at all, or any. */
export type ExpectedVersion = number | "none" | "any";

export interface NewEvents<Kind extends AggregateKind = AggregateKind> {
  readonly aggregate_kind: Kind;
  readonly stream_id: string;
  readonly events: readonly EventsOf[Kind][];
  readonly actor_kind: ActorKind;
  readonly command_id?: string;
  readonly causation_event_id?: string;
  readonly correlation_id?: string;
  readonly metadata?: EventMetadata;
}

export interface AppendRequest<Kind extends AggregateKind = AggregateKind> extends NewEvents<Kind> {
  readonly expected: ExpectedVersion;
}

/** Appends where the stream is at the expected version. Belongs inside a write transaction, with whatever follows from the events. */
export function appendInTransaction(store: Store, request: AppendRequest): readonly StoredEvent[] {
  const version = streamVersion(store, request.aggregate_kind, request.stream_id);
  const expected = request.expected === "none" ? 0 : request.expected;
  if (expected !== "any" && expected !== version) {
    throw new VersionConflict(
      `${request.aggregate_kind} ${request.stream_id}`,
      expected === 0 ? "none" : expected,
      version,
    );
  }
  return appendAfter(store, request, version, timestamp(store));
}

/** Appends to a stream that was read in this very transaction, so that `version` is what it is at. */
export function appendAfter(
  store: Store,
  request: NewEvents,
  version: number,
  occurred_at: string,
): readonly StoredEvent[] {
  const metadata = eventMetadataSchema.parse(request.metadata ?? {});
  return request.events.map((event, position) =>
    insertEvent(store, request, event, metadata, version + 1 + position, occurred_at),
  );
}

const INSERT = `INSERT INTO orchestration_events (event_id, aggregate_kind, stream_id, stream_version, event_type,
  occurred_at, command_id, causation_event_id, correlation_id, actor_kind, payload_json, metadata_json)
  VALUES (@event_id, @aggregate_kind, @stream_id, @stream_version, @event_type,
  @occurred_at, @command_id, @causation_event_id, @correlation_id, @actor_kind, @payload_json, @metadata_json)`;

function insertEvent(
  store: Store,
  request: NewEvents,
  event: OrchestrationEvent,
  given: EventMetadata,
  stream_version: number,
  occurred_at: string,
): StoredEvent {
  const { type, payload } = eventSchemaOf(event.type).parse(event);
  const schemaVersion = currentVersion(type, store.upcasters);
  const metadata = schemaVersion === 1 ? given : { schemaVersion, ...given };
  const row = {
    event_id: store.ids.next(),
    aggregate_kind: request.aggregate_kind,
    stream_id: request.stream_id,
    stream_version,
    event_type: type,
    occurred_at,
    command_id: request.command_id ?? null,
    causation_event_id: request.causation_event_id ?? null,
    correlation_id: request.correlation_id ?? null,
    actor_kind: request.actor_kind,
    payload_json: JSON.stringify(payload),
    metadata_json: JSON.stringify(metadata),
  };
  const { lastInsertRowid } = prepared(store.db, INSERT).run(row);
  return eventOf(Number(lastInsertRowid), row, payload, metadata);
}

export function streamVersion(store: Store, kind: AggregateKind, streamId: string): number {
  const version = prepared(
    store.db,
    `SELECT COALESCE(MAX(stream_version), 0) FROM orchestration_events WHERE aggregate_kind = ? AND stream_id = ?`,
  );
  return Number(version.pluck().get(kind, streamId));
}

const STREAM = `SELECT ${EVENT_COLUMNS} FROM orchestration_events
  WHERE aggregate_kind = ? AND stream_id = ? AND stream_version > ? ORDER BY stream_version`;

/** The events of one aggregate after a version, all of them unless it is given; oldest first. */
export function readStream<Kind extends AggregateKind>(
  store: Store,
  kind: Kind,
  streamId: string,
  after = 0,
): readonly StoredEvent<EventsOf[Kind]>[] {
  const rows = prepared(store.db, STREAM).all(kind, streamId, after);
  // The rows are of the kind that was asked for, and so are their events.
  return decodeAll(store, rows) as readonly StoredEvent<EventsOf[Kind]>[];
}

/** At most `limit` events after a sequence, in order. */
export function readEventsAfter(store: Store, sequence: number, limit: number): readonly StoredEvent[] {
  const rows = prepared(
    store.db,
    `SELECT ${EVENT_COLUMNS} FROM orchestration_events WHERE sequence > ? ORDER BY sequence LIMIT ?`,
  ).all(sequence, limit);
  return decodeAll(store, rows);
}

/** Sequence of the newest event, or 0. */
export function headSequence(store: Store): number {
  const head = prepared(store.db, "SELECT COALESCE(MAX(sequence), 0) FROM orchestration_events");
  return Number(head.pluck().get());
}

function decodeAll(store: Store, rows: readonly unknown[]): readonly StoredEvent[] {
  // The table is STRICT and its columns are named one by one, so that rows have this shape by construction.
  return (rows as readonly EventRow[]).map((row) => decodeEvent(row, store.upcasters));
}
