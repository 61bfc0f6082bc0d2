import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type Checkpoint,
  CHECKPOINT_FILE,
  type CheckpointHead,
  parseRecord,
  readCheckpoint,
  writeRecord,
} from "./checkpoint-record.js";
import { type FileTransition, writeAtomically } from "./files.js";

/**
 * Keeps what the given files hold before and after a migration, in a folder that appears complete or not at all.
 * An earlier checkpoint is never overwritten, unless it has been rolled back: the folder's name is then numbered.
 * Returns the folder.
 */
export async function writeCheckpoint(
  rollbackFolder: string,
  head: CheckpointHead,
  files: readonly FileTransition[],
): Promise<string> {
  const folder = await freeFolder(rollbackFolder, head.to);
  const temporary = join(dirname(folder), ".onx-checkpoint.tmp");
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    // Keeps the checkpoint out of the dependent's commits without touching its own .gitignore.
    await writeAtomically(join(temporary, ".gitignore"), "*\n");
    await writeRecord(temporary, { ...head, folder, status: "applied", files });
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
  return folder;
}

/** Replaces the record of an existing checkpoint in one step. */
export async function updateCheckpoint(checkpoint: Checkpoint): Promise<void> {
  await writeRecord(checkpoint.folder, checkpoint);
}

/** For a migration that did not come about. */
export async function discardCheckpoint(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Every checkpoint of a rollback folder, by the version that each leads to and its number. */
export async function listCheckpoints(rollbackFolder: string): Promise<Checkpoint[]> {
  const names = await readdir(rollbackFolder).catch(() => []);
  const folders = names.filter((name) => name.startsWith("checkpoint_pre_"));
  folders.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return Promise.all(folders.map((name) => readCheckpoint(join(rollbackFolder, name))));
}

async function freeFolder(rollbackFolder: string, to: string): Promise<string> {
  const name = `checkpoint_pre_${to.replace(/[^\w.+-]/g, "_")}`;
  for (let number = 1; ; number += 1) {
    const folder = join(rollbackFolder, number === 1 ? name : `${name}~${number}`);
    const record = await readFile(join(folder, CHECKPOINT_FILE), "utf8").catch(() => undefined);
    const isFree = record === undefined ? await isEmpty(folder) : parseRecord(record, folder).status === "rolled-back";
    if (isFree) return folder;
  }
}

/** A folder that has lost its record may hold the only copy of a file. */
async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}
