export const step = {
  id: 7,
  name: "effect_outbox",
  sql: `
CREATE TABLE effect_outbox (
  effect_key TEXT PRIMARY KEY NOT NULL,
  source_sequence INTEGER NOT NULL,
  kind TEXT NOT NULL,
  request_json TEXT NOT NULL CHECK (json_valid(request_json)),
  status TEXT NOT NULL CHECK (status IN ('pending', 'leased', 'done', 'dead')),
  lease_token TEXT,
  lease_expires_at TEXT,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  next_attempt_at TEXT NOT NULL,
  result_json TEXT CHECK (json_valid(result_json)),
  last_error TEXT,
  CHECK ((status = 'leased') = (lease_token IS NOT NULL)),
  CHECK ((status = 'leased') = (lease_expires_at IS NOT NULL))
) STRICT;

CREATE INDEX effect_outbox_by_due ON effect_outbox (status, next_attempt_at);
CREATE INDEX effect_outbox_by_lease ON effect_outbox (status, lease_expires_at);

CREATE TABLE reactor_state (
  reactor TEXT PRIMARY KEY NOT NULL,
  last_applied_sequence INTEGER NOT NULL CHECK (last_applied_sequence >= 0),
  updated_at TEXT NOT NULL
) STRICT;
`,
};
