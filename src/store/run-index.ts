import { z } from "zod";
import { prepared } from "./database.js";
import { writeTransaction, type Store } from "./store.js";

/** A run as its manifest tells it; the manifest is what counts, and this can be made anew from it at any time. */
export const runRowSchema = z.strictObject({
  job_id: z.string(),
  run_id: z.string(),
  job_ref: z.string(),
  status: z.string(),
  schema_version: z.string(),
  created_at: z.string(),
  /** Of the manifest, relative to the working area. */
  path: z.string(),
  manifest_blake3: z.string(),
});
export type RunRow = z.infer<typeof runRowSchema>;

const COLUMNS = Object.keys(runRowSchema.shape);

export function indexRun(store: Store, run: RunRow): void {
  prepared(
    store.db,
    `INSERT OR REPLACE INTO run_index (${COLUMNS.join(", ")}) VALUES (${COLUMNS.map((name) => `@${name}`).join(", ")})`,
  ).run(run);
}

/** Puts these runs in the place of all that were there. */
export function replaceRunIndex(store: Store, runs: readonly RunRow[]): void {
  writeTransaction(store, () => {
    prepared(store.db, "DELETE FROM run_index").run();
    for (const run of runs) indexRun(store, run);
  });
}

/** Runs with this job id or this run id, oldest first. */
export function findRuns(store: Store, id: string): readonly RunRow[] {
  const rows = prepared(store.db, `SELECT ${COLUMNS.join(", ")} FROM run_index WHERE job_id = @id OR run_id = @id`).all(
    { id },
  );
  return z
    .array(runRowSchema)
    .parse(rows)
    .sort((a, b) => Date.parse(a.created_at) - Date.parse(b.created_at));
}
