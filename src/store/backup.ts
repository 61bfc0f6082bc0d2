import Sqlite from "better-sqlite3";
import { rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { OnxError } from "../domain/errors.js";
import { openExisting } from "./database.js";
import { explainSqlite } from "./errors.js";

/** Copies a database that may be in use, as it is at one moment, to a file that is not there yet. Returns its bytes. */
export async function backUpDatabase(database: string, target: string): Promise<number> {
  if ((await stat(target).catch(() => undefined)) !== undefined) {
    throw new OnxError("backup.exists", "there is a file already", { place: target, remedy: "name a new file" });
  }
  const folder = dirname(target);
  if ((await stat(folder).catch(() => undefined))?.isDirectory() !== true) {
    throw new OnxError("backup.folder", "there is no such folder", { place: folder, remedy: "make it first" });
  }
  const partial = `${target}.partial`;
  await rm(partial, { force: true });
  const source = openExisting(database);
  try {
    await source.backup(partial);
    assertWhole(partial);
    await rename(partial, target);
    return (await stat(target)).size;
  } catch (error) {
    throw explainSqlite(error, database);
  } finally {
    source.close();
    await rm(partial, { force: true });
  }
}

function assertWhole(file: string): void {
  const copy = new Sqlite(file);
  try {
    // One file alone is what can be moved about.
    copy.pragma("journal_mode = DELETE");
    const result = copy.pragma("integrity_check", { simple: true });
    if (result !== "ok")
      throw new OnxError("backup.broken", `the copy is not whole: ${String(result)}`, { place: file });
  } finally {
    copy.close();
  }
}
