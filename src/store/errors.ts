import Sqlite from "better-sqlite3";
import { OnxError } from "../domain/errors.js";

/** Somebody else appended to the stream first. */
export class VersionConflict extends OnxError {
  constructor(
    readonly stream: string,
    readonly expected: number | "none",
    readonly actual: number,
  ) {
    super(
      "store.version.conflict",
      `stream ${stream} is at version ${actual}, not at ${expected === "none" ? "its beginning" : expected}`,
      { remedy: "read the stream again and decide anew" },
    );
    this.name = "VersionConflict";
  }
}

/** A command id that was used before, for something else. */
export class CommandConflict extends OnxError {
  constructor(readonly commandId: string) {
    super("store.command.conflict", `command ${commandId} was received before with another content`, {
      remedy: "give every command an id of its own",
    });
    this.name = "CommandConflict";
  }
}

/** The lease on a row has expired and is somebody else's now, or the row is finished. */
export class LeaseLost extends OnxError {
  constructor(readonly key: string) {
    super("store.lease.lost", `the lease on ${key} is no longer held`, { remedy: "drop the result and lease again" });
    this.name = "LeaseLost";
  }
}

const TROUBLES = [
  {
    code: "store.database.busy",
    pattern: /^SQLITE_(BUSY|LOCKED)/,
    what: "another process holds the database",
    remedy: "end it, or try again when it has finished",
  },
  {
    code: "store.database.full",
    pattern: /^SQLITE_(FULL|IOERR)/,
    what: "the database cannot be written",
    remedy: "make room on its disk",
  },
  {
    code: "store.database.readonly",
    pattern: /^SQLITE_(READONLY|CANTOPEN)/,
    what: "a file cannot be opened for writing",
    remedy: "check the permissions of the file and its folder",
  },
  {
    code: "store.database.damaged",
    pattern: /^SQLITE_(CORRUPT|NOTADB)/,
    what: "the database is damaged",
    remedy: "restore it from a backup",
  },
] as const;

/** What SQLite complains of as a typed error, as far as it is nothing that the program did; any other error as it is. */
export function explainSqlite(error: unknown, place: string): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const trouble = TROUBLES.find(({ pattern }) => pattern.test(error.code));
  if (trouble === undefined) return error;
  const { code, what, remedy } = trouble;
  return new OnxError(code, `${what}: ${error.message}`, { place, remedy, cause: error });
}
