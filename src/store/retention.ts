import { prepared } from "./database.js";
import { type Store, timestamp } from "./store.js";

/** How long what nothing depends on any more is kept, in milliseconds. */
export interface Retention {
  /** Deliveries that are finished. GitHub can send one again for three days: its row is what tells it from a new one. */
  readonly deliveriesMs: number;
  /** Diffs of migrations that have come to their end. */
  readonly diffsMs: number;
}

export interface Forgotten {
  readonly deliveries: number;
  readonly diffs: number;
}

/** Rows that one statement may delete, so that nobody waits long for the write lock. */
const BATCH = 500;

/** Deletes a batch of what is past its time; call it again while it finds something. Events and receipts are for ever. */
export function forgetBatch(store: Store, { deliveriesMs, diffsMs }: Retention): Forgotten {
  const deliveries = prepared(
    store.db,
    `DELETE FROM webhook_inbox WHERE rowid IN (
       SELECT rowid FROM webhook_inbox WHERE status IN ('processed', 'ignored') AND received_at < ? LIMIT ${BATCH})`,
  ).run(timestamp(store, -deliveriesMs));
  const diffs = prepared(
    store.db,
    `DELETE FROM checkpoint_diff_blobs WHERE rowid IN (
       SELECT blobs.rowid FROM projection_migrations AS migrations
       CROSS JOIN checkpoint_diff_blobs AS blobs ON blobs.migration_id = migrations.migration_id
       WHERE migrations.status IN ('merged', 'rolled_back', 'failed', 'skipped', 'cancelled')
         AND migrations.updated_at < ? LIMIT ${BATCH})`,
  ).run(timestamp(store, -diffsMs));
  return { deliveries: deliveries.changes, diffs: diffs.changes };
}
