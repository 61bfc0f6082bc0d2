import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { OnxError } from "../domain/errors.js";

export { backUpDatabase } from "../store/backup.js";
import { explainSqlite } from "../store/errors.js";
import { closeStore, openStore } from "../store/open-store.js";
import type { Store } from "../store/store.js";

/** Where the App keeps its database. */
export function databaseIn(dataDir: string): string {
  return join(dataDir, "store.db");
}

/** Opens a store as the App does, at the head, and brings it to this version's tables. */
export function openAppStore(file: string): Store {
  return openStore({ file, clock: { now: () => new Date() }, ids: { next: () => randomUUID() } });
}

/** Does something with a database that is there, which may be in use. */
export function withStore<Result>(file: string, work: (store: Store) => Result): Result {
  if (!existsSync(file)) {
    throw new OnxError("database.missing", "there is no database", { place: file, remedy: "name it with --database" });
  }
  return explained(file, () => {
    const store = openAppStore(file);
    try {
      return work(store);
    } finally {
      closeStore(store);
    }
  });
}

/** What goes wrong with the database while something is done is told in a line. */
export function explained<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainSqlite(error, file);
  }
}
