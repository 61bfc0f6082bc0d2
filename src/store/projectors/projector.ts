import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import type { ProjectorName } from "./names.js";

export type SqlValue = string | number | null;

/** One change to a projector's own table. */
export interface Write {
  readonly sql: string;
  readonly values: Readonly<Record<string, SqlValue>>;
}

/** Says what an event changes in one table. Pure: it sees nothing but the event. */
export interface Projector {
  readonly name: ProjectorName;
  readonly table: `projection_${string}`;
  project(event: StoredEvent): readonly Write[];
}

type Row = Readonly<Record<string, SqlValue>>;

/** Inserts a row, or gives the one with the same key these values. */
export function upsert(table: string, key: readonly string[], row: Row): Write {
  const columns = Object.keys(row);
  const changes = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
  return {
    sql: `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})
      ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changes.join(", ")}`,
    values: row,
  };
}

export function insert(table: string, row: Row): Write {
  const columns = Object.keys(row);
  return {
    sql: `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})`,
    values: row,
  };
}

/** Changes the rows that have the key's values. Key and changes may not share a column. */
export function update(table: string, key: Row, changes: Row): Write {
  return {
    sql: `UPDATE ${table} SET ${assignments(changes, ", ")} WHERE ${assignments(key, " AND ")}`,
    values: { ...key, ...changes },
  };
}

function assignments(row: Row, separator: string): string {
  return Object.keys(row)
    .map((column) => `${column} = @${column}`)
    .join(separator);
}
