import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import { blake3Hex } from "../domain/hash.js";
import { type FileState, writeAtomically } from "./files.js";

/** The name of a blob in a checkpoint: BLAKE3 of what it holds. */
export const blobHash = z.string().regex(/^[0-9a-f]{64}$/);

export const storedState = z.strictObject({
  blake3: blobHash,
  /** Permission bits, octal. */
  mode: z.string().regex(/^[0-7]{3}$/),
});
type StoredState = z.infer<typeof storedState>;

/** All blobs in one file: thousands of small ones would take longer to write than all the rest of a migration. */
const BLOBS_FILE = "contents";

/** Name and length of each blob, in bytes. */
const heading = z.array(z.tuple([blobHash, z.int().nonnegative()]));

/**
 * Writes a line with the heading as JSON, and then the blobs one after the other. Those that are there stay: the record names them
 * until the next one is written.
 */
export async function writeBlobs(folder: string, contents: readonly Uint8Array[]): Promise<void> {
  const blobs = await readBlobs(folder);
  for (const bytes of contents) blobs.set(blake3Hex(bytes), bytes);
  const lengths: z.infer<typeof heading> = [...blobs].map(([name, { length }]) => [name, length]);
  const line = Buffer.from(`${JSON.stringify(lengths)}\n`);
  await writeAtomically(join(folder, BLOBS_FILE), Buffer.concat([line, ...blobs.values()]));
}

/** Gives a blob by its name. Throws `OnxError` (`checkpoint-damaged`) for one that is not what its name says. */
export type ReadBlob = (name: string) => Promise<Uint8Array>;

export async function openBlobs(folder: string): Promise<ReadBlob> {
  const blobs = await readBlobs(folder);
  return async (name) => {
    const bytes = blobs.get(name) ?? (await readLoose(folder, name));
    if (bytes !== undefined && blake3Hex(bytes) === name) return bytes;
    throw new OnxError("checkpoint-damaged", "a file of the checkpoint is missing or was changed", {
      place: blobs.size === 0 ? folder : join(folder, BLOBS_FILE),
      remedy: "restore the files from version control instead",
    });
  };
}

/** Earlier versions of onx-migrate wrote a file for each blob. */
async function readLoose(folder: string, name: string): Promise<Uint8Array | undefined> {
  return readFile(join(folder, "blobs", name)).catch(() => undefined);
}

/** None where they cannot be read. */
async function readBlobs(folder: string): Promise<Map<string, Uint8Array>> {
  return readFile(join(folder, BLOBS_FILE)).then(blobsIn, () => new Map<string, Uint8Array>());
}

function blobsIn(bytes: Buffer): Map<string, Uint8Array> {
  const blobs = new Map<string, Uint8Array>();
  let start = bytes.indexOf("\n") + 1;
  for (const [name, length] of parseHeading(bytes.toString("utf8", 0, start))) {
    blobs.set(name, bytes.subarray(start, start + length));
    start += length;
  }
  return blobs;
}

/** Of a damaged one nothing is found. */
function parseHeading(line: string): z.infer<typeof heading> {
  try {
    return heading.parse(JSON.parse(line));
  } catch {
    return [];
  }
}

export function storedStateOf(state: FileState): StoredState {
  return { blake3: blake3Hex(state.bytes), mode: state.mode.toString(8).padStart(3, "0") };
}

export async function readStateBlob(read: ReadBlob, stored: StoredState | null): Promise<FileState | null> {
  if (stored === null) return null;
  return { bytes: await read(stored.blake3), mode: Number.parseInt(stored.mode, 8) };
}
