import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
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

/** The migration, still wanted and not at its end, that a branch belongs to. */
export function migrationOfBranch(store: Store, repository: string, branch: string): MigrationRow | undefined {
  return selectOne(
    store,
    "projection_migrations",
    migrationRowSchema,
    `WHERE repo_full_name = ? AND head_branch = ? AND deleted_at IS NULL
       AND status NOT IN ('skipped', 'cancelled', 'failed', 'merged', 'rolled_back')`,
    repository,
    branch,
  );
}
