/**
 * The store, a module per concern: events (append, read) · follow (catch up, then live) · dispatch (commands) · aggregates (what they decide
 * on) · projections (bootstrap, rebuild) · reactors and outbox (effects) · inbox (webhooks) · runtime (runner jobs) ·
 * diff-blobs · reads/ (what pages and handlers ask) · snapshot (all of it at one sequence).
 */
import type { Clock, IdSource } from "../domain/ids.js";
import { UPCASTERS, type Upcaster } from "../domain/orchestration/upcasting.js";
import { openDatabase } from "./database.js";
import { createNotifier } from "./notifier.js";
import { bootstrapProjections } from "./projections.js";
import type { Store } from "./store.js";

export interface StoreOptions {
  /** Path of the database, created where it is missing. */
  readonly file: string;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly upcasters?: readonly Upcaster[];
}

/** Opens a store whose projections are at the head. */
export function openStore({ file, clock, ids, upcasters = UPCASTERS }: StoreOptions): Store {
  const db = openDatabase(file, clock.now());
  const store: Store = { db, clock, ids, upcasters, notifier: createNotifier() };
  try {
    bootstrapProjections(store);
    return store;
  } catch (error) {
    db.close();
    throw error;
  }
}

export function closeStore(store: Store): void {
  store.notifier.close();
  store.db.close();
}
