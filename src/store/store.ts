import type { Database } from "better-sqlite3";
import type { Clock, IdSource } from "../domain/ids.js";
import type { Upcaster } from "../domain/orchestration/upcasting.js";
import { explainSqlite } from "./errors.js";
import type { Notifier } from "./notifier.js";

/** An open store. Every other module of this folder takes it as its first argument. */
export interface Store {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly upcasters: readonly Upcaster[];
  readonly notifier: Notifier;
}

/** The present moment as the tables hold it: ISO 8601, UTC, milliseconds, so that text order is time order. */
export function timestamp(store: Store, offsetMs = 0): string {
  return new Date(store.clock.now().getTime() + offsetMs).toISOString();
}

/** Does all of `work` or nothing, as the only writer. A database that is held by others or cannot be written is a typed error. */
export function writeTransaction<Result>(store: Store, work: () => Result): Result {
  try {
    return transactionOf(store.db)(work) as Result;
  } catch (error) {
    throw explainSqlite(error, store.db.name);
  }
}

type Transaction = (work: () => unknown) => unknown;
const transactions = new WeakMap<Database, Transaction>();

/** Made once a connection: to make one costs as much as a query. */
function transactionOf(db: Database): Transaction {
  const known = transactions.get(db);
  if (known !== undefined) return known;
  const made = db.transaction((work: () => unknown) => work()).immediate;
  transactions.set(db, made);
  return made;
}
