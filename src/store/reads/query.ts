import { z } from "zod";
import { prepared } from "../database.js";
import type { SqlValue } from "../projectors/projector.js";
import type { Store } from "../store.js";

/** Rows of one projection, each checked against its schema. `rest` is the SQL after the table's name. */
export function selectAll<Shape extends z.ZodRawShape>(
  store: Store,
  table: `projection_${string}`,
  schema: z.ZodObject<Shape>,
  rest: string,
  ...values: readonly SqlValue[]
): readonly z.infer<z.ZodObject<Shape>>[] {
  return z.array(schema).parse(prepared(store.db, select(table, schema, rest)).all(...values));
}

export function selectOne<Shape extends z.ZodRawShape>(
  store: Store,
  table: `projection_${string}`,
  schema: z.ZodObject<Shape>,
  rest: string,
  ...values: readonly SqlValue[]
): z.infer<z.ZodObject<Shape>> | undefined {
  const row = prepared(store.db, select(table, schema, rest)).get(...values);
  return row === undefined ? undefined : schema.parse(row);
}

/** Columns are named one by one, so that the schema and the query cannot drift apart. */
function select(table: string, schema: z.ZodObject, rest: string): string {
  return `SELECT ${Object.keys(schema.shape).join(", ")} FROM ${table} ${rest}`;
}
