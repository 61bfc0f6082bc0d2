import Sqlite, { type Database, type Statement } from "better-sqlite3";
import { messageOf, OnxError } from "../domain/errors.js";
import { inspectSchema, migrate } from "./migrations.js";

/** Opens the store's file, creates or migrates its tables, and sets what invariant 8 asks for. */
export function openDatabase(file: string, now: Date): Database {
  const db = connect(file);
  try {
    // Before anything is written, so that a database from a newer version stays as it is.
    inspectSchema(db);
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    db.pragma("busy_timeout = 5000");
    db.pragma("foreign_keys = ON");
    migrate(db, now);
    return db;
  } catch (error) {
    db.close();
    throw error instanceof Sqlite.SqliteError ? unusable(file, error) : error;
  }
}

/** Opens a database that is there, to be read only. */
export function openExisting(file: string): Database {
  return connect(file, { readonly: true, fileMustExist: true });
}

function connect(file: string, options: Sqlite.Options = {}): Database {
  try {
    return new Sqlite(file, { timeout: 5000, ...options });
  } catch (error) {
    throw unusable(file, error);
  }
}

function unusable(file: string, cause: unknown): OnxError {
  return new OnxError("store.database.unusable", `the database cannot be opened: ${messageOf(cause)}`, {
    place: file,
    remedy: "check the path and its permissions, and that no other program holds the file",
    cause,
  });
}

const statements = new WeakMap<Database, Map<string, Statement>>();

/** The statement for a text, compiled once per connection. */
export function prepared(db: Database, sql: string): Statement {
  let known = statements.get(db);
  if (known === undefined) statements.set(db, (known = new Map<string, Statement>()));
  let statement = known.get(sql);
  if (statement === undefined) known.set(sql, (statement = db.prepare(sql)));
  return statement;
}
