import { readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import { z } from "zod";

const eventSchema = z.object({
  sequence: z.number(),
  stream_id: z.string(),
  event_type: z.string(),
  payload_json: z.string().transform((text): unknown => JSON.parse(text)),
});
export type SeenEvent = z.infer<typeof eventSchema>;

const migrationSchema = z.object({
  migration_id: z.string(),
  repo_full_name: z.string(),
  status: z.string(),
  latest_attempt_id: z.string().nullable(),
  run_id: z.string().nullable(),
});
export type SeenMigration = z.infer<typeof migrationSchema>;

const operationSchema = z.object({ status: z.string(), band: z.string() });
export type SeenOperation = z.infer<typeof operationSchema>;

const runSchema = z.object({
  outputs: z.object({
    report: z.object({
      type_errors: z.object({ as_is: z.number(), bare: z.number(), migrated: z.number() }).optional(),
    }),
    checks: z.array(z.object({ name: z.string(), status: z.string() })),
  }),
});
export type SeenRun = z.infer<typeof runSchema>["outputs"];

/** The App's store, looked at from outside while the App works on it. */
export class StoreView {
  readonly #database: Database;
  readonly #dataDir: string;
  #position = 0;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#database = new Sqlite(join(dataDir, "store.db"), { readonly: true });
  }

  /** Events since the last time. */
  news(): SeenEvent[] {
    const rows = this.#database
      .prepare(
        `SELECT sequence, stream_id, event_type, payload_json FROM orchestration_events
         WHERE sequence > ? ORDER BY sequence`,
      )
      .all(this.#position);
    const events = z.array(eventSchema).parse(rows);
    this.#position = events.at(-1)?.sequence ?? this.#position;
    return events;
  }

  migrations(): SeenMigration[] {
    const rows = this.#database
      .prepare(
        `SELECT m.migration_id, m.repo_full_name, m.status, m.latest_attempt_id, a.run_id
         FROM projection_migrations m LEFT JOIN projection_migration_attempts a ON a.attempt_id = m.latest_attempt_id
         ORDER BY m.repo_full_name`,
      )
      .all();
    return z.array(migrationSchema).parse(rows);
  }

  operations(migration: SeenMigration): SeenOperation[] {
    const rows = this.#database
      .prepare("SELECT status, band FROM projection_operation_applications WHERE attempt_id = ?")
      .all(migration.latest_attempt_id);
    return z.array(operationSchema).parse(rows);
  }

  /** What the migration's latest run left in the working area. */
  run(migration: SeenMigration): SeenRun | undefined {
    if (migration.run_id === null) return undefined;
    const file = join(this.#dataDir, "artifacts", migration.migration_id, migration.run_id, "manifest.json");
    return runSchema.parse(JSON.parse(readFileSync(file, "utf8"))).outputs;
  }

  /** Whether nothing is left to be done for now. */
  isIdle(): boolean {
    const waiting = `SELECT 1 FROM effect_outbox WHERE status IN ('pending', 'leased')
      UNION ALL SELECT 1 FROM webhook_inbox WHERE status = 'pending'`;
    return this.#database.prepare(waiting).all().length === 0;
  }

  close(): void {
    this.#database.close();
  }
}
