export const step = {
  id: 6,
  name: "webhook_inbox",
  sql: `
CREATE TABLE webhook_inbox (
  delivery_id TEXT PRIMARY KEY NOT NULL,
  event_name TEXT NOT NULL,
  action TEXT,
  installation_id TEXT,
  payload_json TEXT NOT NULL CHECK (json_valid(payload_json)),
  received_at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'processed', 'ignored', 'dead')),
  command_id TEXT,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  last_error TEXT
) STRICT;

CREATE INDEX webhook_inbox_by_status ON webhook_inbox (status, received_at);
`,
};
