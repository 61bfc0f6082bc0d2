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

/**
 * Inserts a row, or gives the one with the same key these values, where `condition` holds if there is one. A table has one key and one
 * condition: a text is known by its columns alone.
 */
export function upsert(table: string, key: readonly string[], row: Row, condition?: string): Write {
  const columns = Object.keys(row);
  const sql = textFor(`upsert ${table} ${columns}`, () => {
    const changes = columns.filter((column) => !key.includes(column)).map((column) => `${column} = excluded.${column}`);
    const update = `ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${changes.join(", ")}`;
    return `${insertText(table, columns)} ${update}${condition === undefined ? "" : ` WHERE ${condition}`}`;
  });
  return { sql, values: row };
}

export function insert(table: string, row: Row): Write {
  const columns = Object.keys(row);
  return { sql: textFor(`insert ${table} ${columns}`, () => insertText(table, columns)), values: row };
}

/** Changes the rows that have the key's values. Key and changes may not share a column. */
export function update(table: string, key: Row, changes: Row): Write {
  const columns = Object.keys(changes);
  const keys = Object.keys(key);
  const sql = textFor(
    `update ${table} ${columns} ${keys}`,
    () => `UPDATE ${table} SET ${assignments(columns, ", ")} WHERE ${assignments(keys, " AND ")}`,
  );
  return { sql, values: { ...key, ...changes } };
}

const texts = new Map<string, string>();

/** A text that was written before, which costs a fraction of writing it again, and so does finding the statement for it. */
function textFor(name: string, write: () => string): string {
  let text = texts.get(name);
  if (text === undefined) texts.set(name, (text = write()));
  return text;
}

function insertText(table: string, columns: readonly string[]): string {
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})`;
}

function assignments(columns: readonly string[], separator: string): string {
  return columns.map((column) => `${column} = @${column}`).join(separator);
}
