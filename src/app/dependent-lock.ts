import { link, mkdir, readFile, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { messageOf, OnxError } from "../domain/errors.js";
import { insidePath } from "../migration/inside-path.js";

/** Where the process that is at work in a dependent says so. */
const LOCK_FILE = ".onx/lock";

const holder = z.strictObject({ pid: z.int().positive(), host: z.string() });
type Holder = z.infer<typeof holder>;

/**
 * Does the work while no other process applies or rolls back anything in the same folder. A lock whose process is gone is taken over.
 * Throws `OnxError` (`dependent-locked`) at once where one is at work.
 */
export async function withDependentLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const lock = await insidePath(folder, LOCK_FILE);
  await acquire(lock);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
    // Stays where something else is kept in it.
    await rmdir(dirname(lock)).catch(() => {});
  }
}

async function acquire(lock: string): Promise<void> {
  if (await created(lock)) return;
  const found = await holderOf(lock);
  if (found !== undefined && isAlive(found)) throw locked(lock, found);
  await takeAway(lock);
  if (!(await created(lock))) throw locked(lock, await holderOf(lock));
}

/** The file appears with its contents, or not at all. */
async function created(lock: string): Promise<boolean> {
  const own = `${lock}.${process.pid}`;
  const self: Holder = { pid: process.pid, host: hostname() };
  try {
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(own, `${JSON.stringify(self)}\n`);
    await link(own, lock);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    // Another process was done, and removed the folder, in between.
    if (hasCode(error, "ENOENT")) return created(lock);
    throw new OnxError("write-failed", `the folder cannot be written to: ${messageOf(error)}`, {
      place: lock,
      remedy: "give the permission, or make room, and run the command again",
      cause: error,
    });
  } finally {
    await rm(own, { force: true });
  }
}

/** Removes a lock that is nobody's. What another process has put there meanwhile is put back. */
async function takeAway(lock: string): Promise<void> {
  const aside = `${lock}.${process.pid}`;
  await rename(lock, aside).catch(() => {});
  const taken = await holderOf(aside);
  if (taken !== undefined && isAlive(taken)) await link(aside, lock).catch(() => {});
  await rm(aside, { force: true });
}

/** Undefined where there is none, or one that no process of this program wrote. */
async function holderOf(lock: string): Promise<Holder | undefined> {
  try {
    return holder.parse(JSON.parse(await readFile(lock, "utf8")));
  } catch {
    return undefined;
  }
}

/** Of a process of another machine nothing can be told. */
function isAlive({ pid, host }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, "EPERM");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

function locked(lock: string, found: Holder | undefined): OnxError {
  const who = found === undefined ? "" : ` (process ${found.pid} on ${found.host})`;
  return new OnxError("dependent-locked", `another onx-migrate is at work in this folder${who}`, {
    place: lock,
    remedy: "wait until it is done; delete the file if there is none",
  });
}
