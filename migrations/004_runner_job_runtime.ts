export const step = {
  id: 4,
  name: "runner_job_runtime",
  sql: `
CREATE TABLE runner_job_runtime (
  migration_id TEXT PRIMARY KEY NOT NULL,
  runner_name TEXT NOT NULL,
  adapter_key TEXT NOT NULL,
  runner_job_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('starting', 'running', 'stopped', 'error')),
  lease_token TEXT,
  lease_expires_at TEXT,
  last_seen_at TEXT NOT NULL,
  resume_cursor_json TEXT CHECK (json_valid(resume_cursor_json)),
  runtime_payload_json TEXT CHECK (json_valid(runtime_payload_json)),
  CHECK ((lease_token IS NULL) = (lease_expires_at IS NULL))
) STRICT;

CREATE INDEX runner_job_runtime_by_lease ON runner_job_runtime (lease_expires_at);
`,
};
