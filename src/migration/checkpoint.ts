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
  const order = await nextOrder(rollbackFolder);
  const temporary = join(dirname(folder), ".onx-checkpoint.tmp");
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  try {
    // Keeps the checkpoint out of the dependent's commits without touching its own .gitignore.
    await writeAtomically(join(temporary, ".gitignore"), "*\n");
    await writeRecord(temporary, { ...head, folder, status: "applied", order, files });
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

/** Every checkpoint of a rollback folder, in the order of the migrations; those that were not counted yet come first, by name. */
export async function listCheckpoints(rollbackFolder: string): Promise<Checkpoint[]> {
  const checkpoints = await Promise.all((await checkpointFolders(rollbackFolder)).map(readCheckpoint));
  return checkpoints.toSorted((a, b) => a.order - b.order);
}

async function checkpointFolders(rollbackFolder: string): Promise<string[]> {
  const names = await readdir(rollbackFolder).catch(() => []);
  const folders = names.filter((name) => name.startsWith("checkpoint_pre_"));
  folders.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  return folders.map((name) => join(rollbackFolder, name));
}

async function nextOrder(rollbackFolder: string): Promise<number> {
  const records = await Promise.all((await checkpointFolders(rollbackFolder)).map(recordIn));
  return 1 + Math.max(0, ...records.map((record) => record?.order ?? 0));
}

async function freeFolder(rollbackFolder: string, to: string): Promise<string> {
  const name = `checkpoint_pre_${to.replace(/[^\w.+-]/g, "_")}`;
  for (let number = 1; ; number += 1) {
    const folder = join(rollbackFolder, number === 1 ? name : `${name}~${number}`);
    const record = await recordIn(folder);
    const isFree = record === undefined ? await isEmpty(folder) : record.status === "rolled-back";
    if (isFree) return folder;
  }
}

async function recordIn(folder: string): Promise<ReturnType<typeof parseRecord> | undefined> {
  const text = await readFile(join(folder, CHECKPOINT_FILE), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseRecord(text, folder);
}

/** A folder that has lost its record may hold the only copy of a file. */
async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0;
}
