import { join } from "node:path";

/** The database that `onx-migrate serve` uses in the same environment. */
export function defaultDatabase(): string {
  return join(process.env["DATA_DIR"] ?? "data", "store.db");
}
