import { constants, lstatSync, readFileSync, type Stats } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf, OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";

/** Contents and permission bits of a regular file. */
export interface FileState {
  readonly bytes: Uint8Array;
  readonly mode: number;
}

/** What became of one file: `null` stands for its absence. Paths are relative, with `/`. */
export interface FileTransition {
  readonly path: string;
  readonly before: FileState | null;
  readonly after: FileState | null;
}

/** Synchronous inside: thousands of small files that wait for threads take several times as long. */
export async function readState(path: string): Promise<FileState | null> {
  const found = statOf(path);
  if (found?.isFile() !== true) return null;
  return { bytes: readFileSync(path), mode: found.mode & 0o777 };
}

/** Undefined for what is not there, or cannot be looked at; a symbolic link is not followed. */
export function statOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Writes to a new file in the same folder and renames it: a reader sees the old bytes or the new ones, never half of them. */
export async function writeAtomically(path: string, bytes: Uint8Array | string, mode = 0o644): Promise<void> {
  const temporary = temporaryOf(path);
  try {
    const file = await openNew(temporary, mode).catch(async () => {
      await mkdir(dirname(path), { recursive: true });
      await rm(temporary, { force: true });
      return openNew(temporary, mode);
    });
    try {
      await file.writeFile(bytes);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new OnxError("write-failed", `a file could not be written: ${messageOf(cause)}`, {
      place: path,
      remedy: "make room, or give the permission, and run the command again",
      cause,
    });
  }
}

function openNew(path: string, mode: number): Promise<FileHandle> {
  return open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
}

/** What a process that was killed while it wrote the file may have left beside it. */
export async function removeLeftover(path: string): Promise<void> {
  await rm(temporaryOf(path), { force: true });
}

/** True for what a process leaves, or may leave, beside the files it is at work on. */
export function isLeftover(path: string): boolean {
  return /(?:^|\/)\.onx(?:-[0-9a-f]{16}\.tmp|\/lock(?:\.\d+)?)$/.test(path);
}

function temporaryOf(path: string): string {
  return join(dirname(path), `.onx-${blake3Hex(path).slice(0, 16)}.tmp`);
}

export async function putState(path: string, state: FileState | null): Promise<void> {
  if (state === null) return rm(path, { force: true });
  return writeAtomically(path, state.bytes, state.mode);
}

export function sameBytes(a: FileState | null, b: FileState | null): boolean {
  if (a === null || b === null) return a === b;
  return Buffer.compare(a.bytes, b.bytes) === 0;
}
