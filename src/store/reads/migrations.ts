import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
import { type JobRow, jobRowSchema, type MigrationRow, migrationRowSchema } from "./rows.js";

const table = "projection_migrations";

export function getMigration(store: Store, migrationId: string): MigrationRow | undefined {
  return selectOne(store, table, migrationRowSchema, "WHERE migration_id = ?", migrationId);
}

/** In the order of waves. */
export function listMigrations(store: Store, campaignId: string): readonly MigrationRow[] {
  return selectAll(
    store,
    table,
    migrationRowSchema,
    "WHERE campaign_id = ? AND deleted_at IS NULL ORDER BY wave, repo_full_name",
    campaignId,
  );
}

export function findMigration(store: Store, campaignId: string, repoId: number): MigrationRow | undefined {
  return selectOne(store, table, migrationRowSchema, "WHERE campaign_id = ? AND repo_id = ?", campaignId, repoId);
}

/** Everything ever migrated in a repository, newest first. */
export function listMigrationsOfRepository(store: Store, repoId: number): readonly MigrationRow[] {
  return selectAll(
    store,
    table,
    migrationRowSchema,
    "WHERE repo_id = ? AND deleted_at IS NULL ORDER BY created_at DESC, rowid DESC",
    repoId,
  );
}

export function getMigrationJob(store: Store, migrationId: string): JobRow | undefined {
  return selectOne(store, "projection_migration_jobs", jobRowSchema, "WHERE migration_id = ?", migrationId);
}
