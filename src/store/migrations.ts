import type { Database } from "better-sqlite3";
import { z } from "zod";
import { step as orchestrationEvents } from "../../migrations/001_orchestration_events.js";
import { step as orchestrationCommandReceipts } from "../../migrations/002_orchestration_command_receipts.js";
import { step as checkpointDiffBlobs } from "../../migrations/003_checkpoint_diff_blobs.js";
import { step as runnerJobRuntime } from "../../migrations/004_runner_job_runtime.js";
import { step as projections } from "../../migrations/005_projections.js";
import { step as webhookInbox } from "../../migrations/006_webhook_inbox.js";
import { step as effectOutbox } from "../../migrations/007_effect_outbox.js";
import { step as writeBudget } from "../../migrations/008_write_budget.js";
import { step as runIndex } from "../../migrations/009_run_index.js";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";

export interface MigrationStep {
  readonly id: number;
  readonly name: string;
  readonly sql: string;
}

export const MIGRATION_STEPS: readonly MigrationStep[] = [
  orchestrationEvents,
  orchestrationCommandReceipts,
  checkpointDiffBlobs,
  runnerJobRuntime,
  projections,
  webhookInbox,
  effectOutbox,
  writeBudget,
  runIndex,
];

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS schema_migrations (
  id INTEGER PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at TEXT NOT NULL
) STRICT`;

export const appliedStepRowSchema = z.strictObject({
  id: z.number().int(),
  name: z.string(),
  checksum: z.string(),
  applied_at: z.string(),
});
type AppliedStep = z.infer<typeof appliedStepRowSchema>;

/** Reads what the database says it has been through, and refuses one that these steps cannot have made. Writes nothing. */
export function inspectSchema(
  db: Database,
  steps: readonly MigrationStep[] = MIGRATION_STEPS,
): readonly MigrationStep[] {
  const applied = readApplied(db);
  for (const [position, row] of applied.entries()) assertSame(db.name, row, steps, applied, position);
  return steps.slice(applied.length);
}

/** Applies the missing steps, each in a transaction of its own. Several processes may try at once. */
export function migrate(db: Database, now: Date, steps: readonly MigrationStep[] = MIGRATION_STEPS): void {
  if (inspectSchema(db, steps).length === 0) return;
  db.exec(BOOKKEEPING);
  const applyNext = db.transaction((): boolean => {
    const [step] = inspectSchema(db, steps);
    if (step === undefined) return false;
    applyStep(db, step, now);
    return true;
  });
  while (applyNext.immediate());
}

function applyStep(db: Database, step: MigrationStep, now: Date): void {
  try {
    db.exec(step.sql);
  } catch (cause) {
    throw new OnxError("store.migration.failed", `migration ${label(step)} could not be applied`, {
      place: db.name,
      remedy: "the database is as it was before this step; mend the cause and open it again",
      cause,
    });
  }
  db.prepare("INSERT INTO schema_migrations (id, name, checksum, applied_at) VALUES (?, ?, ?, ?)").run(
    step.id,
    step.name,
    blake3Hex(step.sql),
    now.toISOString(),
  );
}

function readApplied(db: Database): readonly AppliedStep[] {
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  if (tables.includes("schema_migrations")) {
    const rows = db.prepare("SELECT id, name, checksum, applied_at FROM schema_migrations ORDER BY id").all();
    return z.array(appliedStepRowSchema).parse(rows);
  }
  if (tables.length === 0) return [];
  throw new OnxError("store.database.foreign", "this database belongs to another program", {
    place: db.name,
    remedy: "name a file of its own for the store",
  });
}

function assertSame(
  place: string,
  row: AppliedStep,
  steps: readonly MigrationStep[],
  applied: readonly AppliedStep[],
  position: number,
): void {
  const last = steps.at(-1);
  const newest = applied.at(-1);
  if (newest !== undefined && newest.id > (last?.id ?? 0)) {
    throw new OnxError(
      "store.database.newer",
      `the database has migration ${label(newest)}, which this version does not know`,
      { place, remedy: "use the version that wrote it, or a newer one" },
    );
  }
  const expected = steps[position];
  if (expected === undefined || expected.id !== row.id) {
    throw new OnxError(
      "store.migration.missing",
      `migration ${label(expected ?? row)} is missing from the applied ones`,
      { place, remedy: "restore the database from a backup" },
    );
  }
  if (expected.name === row.name && blake3Hex(expected.sql) === row.checksum) return;
  throw new OnxError("store.migration.changed", `migration ${label(row)} is not the one that was applied`, {
    place,
    remedy: "put the step back as it was and add a new one",
  });
}

function label(step: { readonly id: number; readonly name: string }): string {
  return `${String(step.id).padStart(3, "0")}_${step.name}`;
}
