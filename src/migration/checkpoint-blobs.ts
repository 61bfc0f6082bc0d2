import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import { type FileState, writeAtomically } from "./files.js";

/** The name of a blob in a checkpoint's folder: BLAKE3 of what it holds. */
export const blobHash = z.string().regex(/^[0-9a-f]{64}$/);

export const storedState = z.strictObject({
  blake3: blobHash,
  /** Permission bits, octal. */
  mode: z.string().regex(/^[0-7]{3}$/),
});
type StoredState = z.infer<typeof storedState>;

const AT_ONCE = 16;

export async function writeBlob(folder: string, bytes: Uint8Array): Promise<string> {
  const name = blake3Hex(bytes);
  await writeAtomically(join(folder, "blobs", name), bytes);
  return name;
}

/** Throws `OnxError` (`checkpoint-damaged`) for one that is not what its name says. */
export async function readBlob(folder: string, name: string): Promise<Uint8Array> {
  const place = join(folder, "blobs", name);
  const bytes = await readFile(place).catch(() => undefined);
  if (bytes !== undefined && blake3Hex(bytes) === name) return bytes;
  throw new OnxError("checkpoint-damaged", "a file of the checkpoint is missing or was changed", {
    place,
    remedy: "restore the files from version control instead",
  });
}

/** Many at a time: each waits for the disk. */
export async function writeBlobs(folder: string, states: readonly FileState[]): Promise<void> {
  const contents = new Map(states.map(({ bytes }) => [blake3Hex(bytes), bytes]));
  await pLimit(AT_ONCE).map([...contents.values()], (bytes) => writeBlob(folder, bytes));
}

export function storedStateOf(state: FileState): StoredState {
  return { blake3: blake3Hex(state.bytes), mode: state.mode.toString(8).padStart(3, "0") };
}

export async function readStateBlob(folder: string, stored: StoredState | null): Promise<FileState | null> {
  if (stored === null) return null;
  return { bytes: await readBlob(folder, stored.blake3), mode: Number.parseInt(stored.mode, 8) };
}
