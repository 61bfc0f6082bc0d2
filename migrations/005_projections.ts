export const step = {
  id: 5,
  name: "projections",
  sql: `
CREATE TABLE projection_campaigns (
  campaign_id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  core_repo TEXT NOT NULL,
  package TEXT NOT NULL,
  from_version TEXT NOT NULL,
  to_version TEXT NOT NULL,
  manifest_uri TEXT,
  manifest_blake3 TEXT,
  status TEXT NOT NULL CHECK (status IN ('draft', 'running', 'paused', 'completed', 'cancelled')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT
) STRICT;
CREATE INDEX projection_campaigns_by_release
  ON projection_campaigns (core_repo, package, from_version, to_version);
CREATE INDEX projection_campaigns_by_status ON projection_campaigns (status, created_at);

CREATE TABLE projection_migrations (
  migration_id TEXT PRIMARY KEY NOT NULL,
  campaign_id TEXT NOT NULL,
  repo_id INTEGER NOT NULL,
  repo_full_name TEXT NOT NULL,
  wave INTEGER NOT NULL CHECK (wave >= 0),
  base_branch TEXT NOT NULL,
  base_sha TEXT,
  head_branch TEXT,
  status TEXT NOT NULL CHECK (status IN ('planned', 'queued', 'running', 'awaiting_approval', 'pr_open',
    'merged', 'rolled_back', 'failed', 'skipped', 'cancelled')),
  latest_attempt_id TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  deleted_at TEXT,
  UNIQUE (campaign_id, repo_id)
) STRICT;
CREATE INDEX projection_migrations_by_wave ON projection_migrations (campaign_id, wave, repo_full_name);
CREATE INDEX projection_migrations_by_repo ON projection_migrations (repo_id, created_at);

CREATE TABLE projection_migration_attempts (
  attempt_id TEXT PRIMARY KEY NOT NULL,
  migration_id TEXT NOT NULL,
  attempt_count INTEGER NOT NULL CHECK (attempt_count > 0),
  run_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'interrupted', 'error')),
  started_at TEXT NOT NULL,
  completed_at TEXT,
  error TEXT,
  UNIQUE (migration_id, attempt_count)
) STRICT;
CREATE INDEX projection_migration_attempts_by_run ON projection_migration_attempts (run_id, started_at);

CREATE TABLE projection_operation_applications (
  attempt_id TEXT NOT NULL,
  operation_id TEXT NOT NULL,
  migration_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  band TEXT NOT NULL CHECK (band IN ('auto', 'warn', 'review')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'applied', 'noop', 'skipped', 'conflict', 'flagged', 'failed')),
  files_changed INTEGER NOT NULL CHECK (files_changed >= 0),
  edits INTEGER NOT NULL CHECK (edits >= 0),
  evidence_json TEXT NOT NULL CHECK (json_valid(evidence_json)),
  updated_at TEXT NOT NULL,
  PRIMARY KEY (attempt_id, operation_id)
) STRICT;

CREATE TABLE projection_migration_jobs (
  migration_id TEXT PRIMARY KEY NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('idle', 'queued', 'starting', 'running', 'ready',
    'interrupted', 'stopped', 'error')),
  runner_name TEXT,
  runner_job_id TEXT,
  active_attempt_id TEXT,
  last_error TEXT,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE projection_pull_requests (
  migration_id TEXT PRIMARY KEY NOT NULL,
  repo_id INTEGER NOT NULL,
  pr_number INTEGER,
  node_id TEXT,
  head_branch TEXT NOT NULL,
  head_sha TEXT,
  base_branch TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('requested', 'open', 'merged', 'closed')),
  adopted INTEGER NOT NULL CHECK (adopted IN (0, 1)),
  url TEXT,
  updated_at TEXT NOT NULL,
  UNIQUE (repo_id, pr_number)
) STRICT;
CREATE INDEX projection_pull_requests_by_state ON projection_pull_requests (state, updated_at);

CREATE TABLE projection_checks (
  migration_id TEXT NOT NULL,
  head_sha TEXT NOT NULL,
  check_key TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('sandbox', 'check_run', 'status')),
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  conclusion TEXT,
  github_updated_at TEXT,
  url TEXT,
  PRIMARY KEY (migration_id, head_sha, check_key)
) STRICT;

CREATE TABLE projection_checkpoints (
  migration_id TEXT NOT NULL,
  attempt_id TEXT NOT NULL,
  checkpoint_attempt_count INTEGER NOT NULL CHECK (checkpoint_attempt_count > 0),
  checkpoint_ref TEXT NOT NULL,
  tree_sha TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('ready', 'missing', 'error')),
  files_json TEXT NOT NULL CHECK (json_valid(files_json)),
  completed_at TEXT NOT NULL,
  UNIQUE (migration_id, checkpoint_attempt_count)
) STRICT;

CREATE TABLE projection_pending_approvals (
  request_id TEXT PRIMARY KEY NOT NULL,
  migration_id TEXT NOT NULL,
  attempt_id TEXT,
  operation_id TEXT,
  reason TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'resolved')),
  decision TEXT CHECK (decision IN ('accept', 'acceptForCampaign', 'decline', 'cancel')),
  created_at TEXT NOT NULL,
  resolved_at TEXT,
  CHECK ((status = 'resolved') = (decision IS NOT NULL))
) STRICT;
CREATE INDEX projection_pending_approvals_by_migration
  ON projection_pending_approvals (migration_id, status, created_at);

CREATE TABLE projection_migration_activities (
  activity_id TEXT PRIMARY KEY NOT NULL,
  migration_id TEXT NOT NULL,
  attempt_id TEXT,
  tone TEXT NOT NULL CHECK (tone IN ('info', 'tool', 'approval', 'error')),
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  payload_json TEXT NOT NULL CHECK (json_valid(payload_json)),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX projection_migration_activities_by_migration
  ON projection_migration_activities (migration_id, created_at);

CREATE TABLE projection_state (
  projector TEXT PRIMARY KEY NOT NULL,
  last_applied_sequence INTEGER NOT NULL CHECK (last_applied_sequence >= 0),
  updated_at TEXT NOT NULL
) STRICT;

INSERT INTO projection_state (projector, last_applied_sequence, updated_at) VALUES
  ('projection.campaigns', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.migrations', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.attempts', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.operations', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.jobs', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.pull-requests', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.checks', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.checkpoints', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.pending-approvals', 0, '1970-01-01T00:00:00.000Z'),
  ('projection.activities', 0, '1970-01-01T00:00:00.000Z');
`,
};
