export const step = {
  id: 9,
  name: "run_index",
  sql: `
CREATE TABLE run_index (
  job_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  job_ref TEXT NOT NULL,
  status TEXT NOT NULL,
  schema_version TEXT NOT NULL,
  created_at TEXT NOT NULL,
  path TEXT NOT NULL,
  manifest_blake3 TEXT NOT NULL,
  PRIMARY KEY (job_id, run_id)
) STRICT;

CREATE INDEX run_index_by_run ON run_index (run_id);
`,
};
