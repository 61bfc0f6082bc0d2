import type { Store } from "../store.js";
import { selectAll } from "./query.js";
import { migrationRowSchema, type MigrationRow } from "./rows.js";

/** Migrations that have pushed a branch and ended without its being merged. */
export function leftBranches(store: Store): readonly MigrationRow[] {
  return selectAll(
    store,
    "projection_migrations",
    migrationRowSchema,
    `WHERE head_branch IS NOT NULL AND status IN ('skipped', 'cancelled', 'failed')
     ORDER BY repo_full_name, head_branch`,
  );
}
