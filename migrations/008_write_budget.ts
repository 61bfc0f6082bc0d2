export const step = {
  id: 8,
  name: "write_budget",
  sql: `
CREATE TABLE write_budget (
  installation_id TEXT NOT NULL,
  written_at TEXT NOT NULL
) STRICT;

CREATE INDEX write_budget_by_installation ON write_budget (installation_id, written_at);

CREATE TABLE write_pauses (
  installation_id TEXT PRIMARY KEY NOT NULL,
  paused_until TEXT NOT NULL
) STRICT;
`,
};
