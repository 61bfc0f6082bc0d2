export const step = {
  id: 1,
  name: "orchestration_events",
  sql: `
CREATE TABLE orchestration_events (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id TEXT NOT NULL UNIQUE,
  aggregate_kind TEXT NOT NULL CHECK (aggregate_kind IN ('campaign', 'migration')),
  stream_id TEXT NOT NULL,
  stream_version INTEGER NOT NULL CHECK (stream_version > 0),
  event_type TEXT NOT NULL,
  occurred_at TEXT NOT NULL,
  command_id TEXT,
  causation_event_id TEXT,
  correlation_id TEXT,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('client', 'server', 'provider')),
  payload_json TEXT NOT NULL CHECK (json_valid(payload_json)),
  metadata_json TEXT NOT NULL CHECK (json_valid(metadata_json))
) STRICT;

CREATE UNIQUE INDEX orchestration_events_by_stream_version
  ON orchestration_events (aggregate_kind, stream_id, stream_version);
CREATE INDEX orchestration_events_by_stream_sequence
  ON orchestration_events (aggregate_kind, stream_id, sequence);
CREATE INDEX orchestration_events_by_command ON orchestration_events (command_id);
CREATE INDEX orchestration_events_by_correlation ON orchestration_events (correlation_id);
CREATE INDEX orchestration_events_by_type ON orchestration_events (event_type, sequence);

CREATE TRIGGER orchestration_events_are_never_updated BEFORE UPDATE ON orchestration_events
BEGIN
  SELECT RAISE(ABORT, 'orchestration_events is append-only');
END;

CREATE TRIGGER orchestration_events_are_never_deleted BEFORE DELETE ON orchestration_events
BEGIN
  SELECT RAISE(ABORT, 'orchestration_events is append-only');
END;
`,
};
