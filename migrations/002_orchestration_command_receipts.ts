export const step = {
  id: 2,
  name: "orchestration_command_receipts",
  sql: `
CREATE TABLE orchestration_command_receipts (
  command_id TEXT PRIMARY KEY NOT NULL,
  command_type TEXT NOT NULL,
  payload_digest TEXT NOT NULL,
  aggregate_kind TEXT NOT NULL CHECK (aggregate_kind IN ('campaign', 'migration')),
  aggregate_id TEXT NOT NULL,
  accepted_at TEXT NOT NULL,
  result_sequence INTEGER NOT NULL CHECK (result_sequence >= 0),
  status TEXT NOT NULL CHECK (status IN ('accepted', 'rejected')),
  result_json TEXT CHECK (json_valid(result_json)),
  error TEXT
) STRICT;

CREATE INDEX orchestration_command_receipts_by_aggregate
  ON orchestration_command_receipts (aggregate_kind, aggregate_id, accepted_at);
`,
};
