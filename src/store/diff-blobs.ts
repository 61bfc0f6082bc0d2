import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import { prepared } from "./database.js";
import { type Store, timestamp } from "./store.js";

export const diffBlobRowSchema = z.strictObject({
  migration_id: z.string(),
  from_attempt_count: z.number().int(),
  to_attempt_count: z.number().int(),
  diff: z.string(),
  diff_blake3: z.string(),
  created_at: z.string(),
});
export type DiffBlobRow = z.infer<typeof diffBlobRowSchema>;
export type DiffRange = Pick<DiffBlobRow, "migration_id" | "from_attempt_count" | "to_attempt_count">;

const COLUMNS = Object.keys(diffBlobRowSchema.shape).join(", ");

/** Keeps what changed between two attempts (0 is the dependent as it was). The same diff again changes nothing. */
export function saveDiff(store: Store, range: DiffRange, diff: string): void {
  const diff_blake3 = blake3Hex(diff);
  const { changes } = prepared(
    store.db,
    `INSERT INTO checkpoint_diff_blobs (${COLUMNS})
     VALUES (@migration_id, @from_attempt_count, @to_attempt_count, @diff, @diff_blake3, @created_at)
     ON CONFLICT (migration_id, from_attempt_count, to_attempt_count) DO NOTHING`,
  ).run({ ...range, diff, diff_blake3, created_at: timestamp(store) });
  if (changes === 1 || findDiff(store, range)?.diff_blake3 === diff_blake3) return;
  throw new OnxError("store.diff.conflict", `another diff is kept already for ${place(range)}`, {
    remedy: "give every attempt a count of its own",
  });
}

/** The only source of an attempt's diff. */
export function findDiff(store: Store, range: DiffRange): DiffBlobRow | undefined {
  const row = prepared(
    store.db,
    `SELECT ${COLUMNS} FROM checkpoint_diff_blobs
     WHERE migration_id = @migration_id AND from_attempt_count = @from_attempt_count
       AND to_attempt_count = @to_attempt_count`,
  ).get(range);
  if (row === undefined) return undefined;
  const blob = diffBlobRowSchema.parse(row);
  if (blake3Hex(blob.diff) === blob.diff_blake3) return blob;
  throw new OnxError("store.diff.damaged", `the diff of ${place(range)} is not what was stored`, {
    place: store.db.name,
    remedy: "restore the database from a backup",
  });
}

function place(range: DiffRange): string {
  return `${range.migration_id}, attempts ${range.from_attempt_count} to ${range.to_attempt_count}`;
}
