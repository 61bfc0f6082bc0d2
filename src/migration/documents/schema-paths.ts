import { OnxError } from "../../domain/errors.js";
import type { SchemaMigration } from "./schema-migration.js";

/** Migrations that lead from one version to another: a direct one where there is one, else the fewest. */
export function findPath(migrations: readonly SchemaMigration[], from: string, to: string): readonly SchemaMigration[] {
  const seen = new Set([from]);
  const queue: { readonly version: string; readonly path: readonly SchemaMigration[] }[] = [
    { version: from, path: [] },
  ];
  for (const { version, path } of queue) {
    if (version === to) return path;
    for (const migration of migrations) {
      if (migration.from !== version || seen.has(migration.to)) continue;
      seen.add(migration.to);
      queue.push({ version: migration.to, path: [...path, migration] });
    }
  }
  throw new OnxError("schema.path", `no migration leads from version ${from} to ${to}`, {
    remedy: `the versions are ${versionsOf(migrations).join(", ")}`,
  });
}

/** Every version that a migration starts from or leads to, in the order in which they are declared. */
export function versionsOf(migrations: readonly SchemaMigration[]): readonly string[] {
  return [...new Set(migrations.flatMap(({ from, to }) => [from, to]))];
}
