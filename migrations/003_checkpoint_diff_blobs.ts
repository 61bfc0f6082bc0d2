export const step = {
  id: 3,
  name: "checkpoint_diff_blobs",
  sql: `
CREATE TABLE checkpoint_diff_blobs (
  migration_id TEXT NOT NULL,
  from_attempt_count INTEGER NOT NULL CHECK (from_attempt_count >= 0),
  to_attempt_count INTEGER NOT NULL,
  diff TEXT NOT NULL,
  diff_blake3 TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (migration_id, from_attempt_count, to_attempt_count),
  CHECK (to_attempt_count > from_attempt_count)
) STRICT;
`,
};
