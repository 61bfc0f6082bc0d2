import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import * as vocabulary from "../../src/domain/orchestration/vocabulary.js";
import { openDatabase } from "../../src/store/database.js";
import { appliedStepRowSchema, migrate, MIGRATION_STEPS, type MigrationStep } from "../../src/store/migrations.js";
import { deliveryRowSchema } from "../../src/store/inbox.js";
import { diffBlobRowSchema } from "../../src/store/diff-blobs.js";
import { effectRowSchema } from "../../src/store/outbox.js";
import { eventRowSchema } from "../../src/store/event-rows.js";
import { projectionStateRowSchema } from "../../src/store/projections.js";
import { reactorStateRowSchema } from "../../src/store/reactors.js";
import { receiptRowSchema } from "../../src/store/receipts.js";
import * as rows from "../../src/store/reads/rows.js";
import { runnerJobRowSchema } from "../../src/store/runtime.js";
import { runRowSchema } from "../../src/store/run-index.js";
import { writePauseRowSchema, writeRowSchema } from "../../src/store/write-budget.js";
import { temporaryFolder, testStore } from "../store/support.js";

const NOW = new Date("2026-01-01T00:00:00Z");
const SCHEMAS = {
  orchestration_events: eventRowSchema,
  orchestration_command_receipts: receiptRowSchema,
  checkpoint_diff_blobs: diffBlobRowSchema,
  runner_job_runtime: runnerJobRowSchema,
  webhook_inbox: deliveryRowSchema,
  effect_outbox: effectRowSchema,
  write_budget: writeRowSchema,
  write_pauses: writePauseRowSchema,
  run_index: runRowSchema,
  projection_campaigns: rows.campaignRowSchema,
  projection_migrations: rows.migrationRowSchema,
  projection_migration_attempts: rows.attemptRowSchema,
  projection_operation_applications: rows.operationRowSchema,
  projection_migration_jobs: rows.jobRowSchema,
  projection_pull_requests: rows.pullRequestRowSchema,
  projection_checks: rows.checkRowSchema,
  projection_checkpoints: rows.checkpointRowSchema,
  projection_pending_approvals: rows.approvalRowSchema,
  projection_migration_activities: rows.activityRowSchema,
  projection_state: projectionStateRowSchema,
  reactor_state: reactorStateRowSchema,
  schema_migrations: appliedStepRowSchema,
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: 0 | 1;
}

describe("a fresh database", () => {
  test("holds the tables of the design and the bookkeeping, nothing else, all of them STRICT", () => {
    const { store } = testStore();
    const tables = store.db.prepare("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'").all();
    expect(tables).toHaveLength(Object.keys(SCHEMAS).length);
    for (const name of Object.keys(SCHEMAS)) expect(tables).toContainEqual({ name, strict: 1 });
  });

  test("has exactly the columns shown here", () => {
    const { store } = testStore();
    const shown = Object.keys(SCHEMAS).map((table) => {
      const columns = store.db.prepare(`SELECT name, type, "notnull" FROM pragma_table_info(?)`).all(table) as Column[];
      const list = columns.map(({ name, type, notnull }) => {
        const shape = type === "TEXT" ? "" : ` ${type}`;
        return `${name}${notnull === 1 || name === "sequence" ? "" : "?"}${shape}`;
      });
      return `${table}: ${list.join(", ")}`;
    });
    expect(`\n${shown.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      orchestration_events: sequence INTEGER, event_id, aggregate_kind, stream_id, stream_version INTEGER, event_type, occurred_at, command_id?, causation_event_id?, correlation_id?, actor_kind, payload_json, metadata_json
      orchestration_command_receipts: command_id, command_type, payload_digest, aggregate_kind, aggregate_id, accepted_at, result_sequence INTEGER, status, result_json?, error?
      checkpoint_diff_blobs: migration_id, from_attempt_count INTEGER, to_attempt_count INTEGER, diff, diff_blake3, created_at
      runner_job_runtime: migration_id, runner_name, adapter_key, runner_job_id?, status, lease_token?, lease_expires_at?, last_seen_at, resume_cursor_json?, runtime_payload_json?
      webhook_inbox: delivery_id, event_name, action?, installation_id?, payload_json, received_at, status, command_id?, attempts INTEGER, last_error?
      effect_outbox: effect_key, source_sequence INTEGER, kind, request_json, status, lease_token?, lease_expires_at?, attempts INTEGER, next_attempt_at, result_json?, last_error?
      write_budget: installation_id, written_at
      write_pauses: installation_id, paused_until
      run_index: job_id, run_id, job_ref, status, schema_version, created_at, path, manifest_blake3
      projection_campaigns: campaign_id, title, core_repo, package, from_version, to_version, manifest_uri?, manifest_blake3?, status, created_at, updated_at, deleted_at?
      projection_migrations: migration_id, campaign_id, repo_id INTEGER, repo_full_name, wave INTEGER, base_branch, base_sha?, head_branch?, status, latest_attempt_id?, created_at, updated_at, deleted_at?
      projection_migration_attempts: attempt_id, migration_id, attempt_count INTEGER, run_id, status, started_at, completed_at?, error?
      projection_operation_applications: attempt_id, operation_id, migration_id, kind, confidence REAL, band, status, files_changed INTEGER, edits INTEGER, evidence_json, updated_at
      projection_migration_jobs: migration_id, status, runner_name?, runner_job_id?, active_attempt_id?, last_error?, updated_at
      projection_pull_requests: migration_id, repo_id INTEGER, pr_number? INTEGER, node_id?, head_branch, head_sha?, base_branch, state, adopted INTEGER, url?, updated_at
      projection_checks: migration_id, head_sha, check_key, source, name, status, conclusion?, github_updated_at?, url?
      projection_checkpoints: migration_id, attempt_id, checkpoint_attempt_count INTEGER, checkpoint_ref, tree_sha, status, files_json, completed_at
      projection_pending_approvals: request_id, migration_id, attempt_id?, operation_id?, reason, status, decision?, created_at, resolved_at?
      projection_migration_activities: activity_id, migration_id, attempt_id?, tone, kind, summary, payload_json, created_at
      projection_state: projector, last_applied_sequence INTEGER, updated_at
      reactor_state: reactor, last_applied_sequence INTEGER, updated_at
      schema_migrations: id INTEGER, name, checksum, applied_at
      "
    `);
  });

  test.each(Object.entries(SCHEMAS))(
    "%s and its row schema have the same fields, nullable in both",
    (table, schema) => {
      const { store } = testStore();
      const columns = store.db.prepare(`SELECT name, "notnull" FROM pragma_table_info(?)`).all(table) as Column[];
      expect(Object.keys(schema.shape)).toEqual(columns.map((column) => column.name));
      for (const [name, field] of Object.entries(schema.shape)) {
        const isKey = table === "orchestration_events" && name === "sequence";
        const column = columns.find((one) => one.name === name);
        expect([name, field.safeParse(null).success]).toEqual([name, column?.notnull === 0 && !isKey]);
      }
    },
  );

  test("every *_json column is checked to be JSON", () => {
    const { store } = testStore();
    const tables = store.db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").all() as {
      sql: string;
    }[];
    const columns = tables.flatMap(({ sql }) => [...(sql ?? "").matchAll(/^\s+(\w+_json) (.*)$/gm)]);
    expect(columns.length).toBeGreaterThan(8);
    for (const [, column, definition] of columns) expect(definition).toContain(`CHECK (json_valid(${column}))`);
  });

  test("every enum is checked against the words of the vocabulary", () => {
    const { store } = testStore();
    const sql = store.db.prepare("SELECT group_concat(sql) FROM sqlite_schema").pluck().get() as string;
    const checked = new Set(
      [...sql.matchAll(/\w+ TEXT(?: NOT NULL)? CHECK \(\w+ IN \(([^)]*)\)\)/g)].map(([, list]) =>
        [...list!.matchAll(/'(\w+)'/g)].map(([, word]) => word).join(),
      ),
    );
    const { EFFECTS: _effects, ...stored } = vocabulary;
    expect(checked).toEqual(new Set(Object.values(stored).map((words) => words.join())));
  });

  test("has these indexes", () => {
    const { store } = testStore();
    const indexes = store.db
      .prepare(
        "SELECT replace(replace(sql, char(10), ' '), '  ', ' ') FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
      )
      .pluck()
      .all();
    expect(`\n${indexes.join("\n")}\n`).toMatchInlineSnapshot(`
      "
      CREATE INDEX effect_outbox_by_due ON effect_outbox (status, next_attempt_at)
      CREATE INDEX effect_outbox_by_lease ON effect_outbox (status, lease_expires_at)
      CREATE INDEX orchestration_command_receipts_by_aggregate  ON orchestration_command_receipts (aggregate_kind, aggregate_id, accepted_at)
      CREATE INDEX orchestration_events_by_command ON orchestration_events (command_id)
      CREATE INDEX orchestration_events_by_correlation ON orchestration_events (correlation_id)
      CREATE INDEX orchestration_events_by_stream_sequence  ON orchestration_events (aggregate_kind, stream_id, sequence)
      CREATE UNIQUE INDEX orchestration_events_by_stream_version  ON orchestration_events (aggregate_kind, stream_id, stream_version)
      CREATE INDEX orchestration_events_by_type ON orchestration_events (event_type, sequence)
      CREATE INDEX projection_campaigns_by_release  ON projection_campaigns (core_repo, package, from_version, to_version)
      CREATE INDEX projection_campaigns_by_status ON projection_campaigns (status, created_at)
      CREATE INDEX projection_migration_activities_by_migration  ON projection_migration_activities (migration_id, created_at)
      CREATE INDEX projection_migration_attempts_by_run ON projection_migration_attempts (run_id, started_at)
      CREATE INDEX projection_migrations_by_repo ON projection_migrations (repo_id, created_at)
      CREATE INDEX projection_migrations_by_wave ON projection_migrations (campaign_id, wave, repo_full_name)
      CREATE INDEX projection_pending_approvals_by_migration  ON projection_pending_approvals (migration_id, status, created_at)
      CREATE INDEX projection_pull_requests_by_state ON projection_pull_requests (state, updated_at)
      CREATE INDEX run_index_by_run ON run_index (run_id)
      CREATE INDEX runner_job_runtime_by_lease ON runner_job_runtime (lease_expires_at)
      CREATE INDEX webhook_inbox_by_status ON webhook_inbox (status, received_at)
      CREATE INDEX write_budget_by_installation ON write_budget (installation_id, written_at)
      "
    `);
  });
});

describe("the steps", () => {
  test("are the files of the folder, in order", () => {
    const files = readdirSync("migrations").sort();
    expect(files).toEqual(MIGRATION_STEPS.map(({ id, name }) => `${String(id).padStart(3, "0")}_${name}.ts`));
    expect(MIGRATION_STEPS.map((step) => step.id)).toEqual(MIGRATION_STEPS.map((_step, at) => at + 1));
  });

  test("applied again do nothing", () => {
    const file = join(temporaryFolder(), "store.db");
    openDatabase(file, NOW).close();
    const db = openDatabase(file, new Date("2027-01-01T00:00:00Z"));
    expect(db.prepare("SELECT DISTINCT applied_at FROM schema_migrations").pluck().all()).toEqual([NOW.toISOString()]);
    db.close();
  });

  test("a step that fails leaves the ones before it, and none of its own", () => {
    const db = new Sqlite(":memory:");
    const bad = { id: 2, name: "bad", sql: "CREATE TABLE half (a TEXT) STRICT; CREATE TABLE oops (" };
    expect(() => migrate(db, NOW, [step(1), bad])).toThrow(/migration 002_bad could not be applied/);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1").pluck().all()).toEqual([
      "schema_migrations",
      "t1",
    ]);
    migrate(db, NOW, [step(1), step(2)]);
    expect(db.prepare("SELECT id FROM schema_migrations").pluck().all()).toEqual([1, 2]);
  });

  test.each([
    [
      "a changed step",
      [step(1), step(2)],
      [step(1), { ...step(2), sql: "SELECT 1" }],
      "store.migration.changed",
      "002_s2",
    ],
    ["a renamed step", [step(1)], [{ ...step(1), name: "other" }], "store.migration.changed", "001_s1"],
    ["a step that was left out", [step(1), step(3)], [step(1), step(2), step(3)], "store.migration.missing", "002_s2"],
    ["a step that is gone", [step(1), step(2), step(3)], [step(1), step(3)], "store.migration.missing", "003_s3"],
    ["a newer database", [step(1), step(2)], [step(1)], "store.database.newer", "002_s2"],
  ])("%s is an error that names it, and the file stays as it was", (_case, before, after, code, name) => {
    const file = join(temporaryFolder(), "store.db");
    const db = new Sqlite(file);
    migrate(db, NOW, before);
    const bytes = readFileSync(file);
    expect(() => migrate(db, NOW, after)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(name) as string }),
    );
    db.close();
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe("opening", () => {
  test("invariant 8: sets what durability needs", () => {
    const { store } = testStore();
    const pragmas = ["journal_mode", "synchronous", "busy_timeout", "foreign_keys"].map((name) => [
      name,
      store.db.pragma(name, { simple: true }),
    ]);
    expect(Object.fromEntries(pragmas)).toEqual({
      journal_mode: "wal",
      synchronous: 2,
      busy_timeout: 5000,
      foreign_keys: 1,
    });
  });

  test("a database from a newer version is refused, untouched to the byte", () => {
    const file = join(temporaryFolder(), "store.db");
    const db = openDatabase(file, NOW);
    db.prepare("INSERT INTO schema_migrations VALUES (99, 'future', 'x', 'y')").run();
    db.pragma("journal_mode = DELETE");
    db.close();
    const before = readFileSync(file);
    expect(() => openDatabase(file, NOW)).toThrow(/099_future.*use the version that wrote it/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("another program's database is refused, untouched", () => {
    const file = join(temporaryFolder(), "other.db");
    const other = new Sqlite(file);
    other.exec("CREATE TABLE theirs (a)");
    other.close();
    const before = readFileSync(file);
    expect(() => openDatabase(file, NOW)).toThrow(/belongs to another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test.each([
    ["a folder that is not there", "nowhere/store.db"],
    ["a folder", "."],
  ])("%s is one clear line", (_case, path) => {
    const file = join(temporaryFolder(), path);
    expect(() => openDatabase(file, NOW)).toThrow(expect.objectContaining({ code: "store.database.unusable" }));
  });

  test("a file that is no database is one clear line", () => {
    expect(() => openDatabase("package.json", NOW)).toThrow(
      /cannot be opened: file is not a database \(package\.json\)/,
    );
  });
});

function step(id: number): MigrationStep {
  return { id, name: `s${id}`, sql: `CREATE TABLE t${id} (a TEXT) STRICT` };
}
