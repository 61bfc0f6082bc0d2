import { relative, resolve } from "node:path";
import type { Manifest } from "../domain/manifest.js";
import { listCheckpoints, updateCheckpoint } from "../migration/checkpoint.js";
import { readCheckpoint } from "../migration/checkpoint-record.js";
import { type FileTransition, readState } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";
import { findLockfiles, type LockfileOptions, type RefreshedLockfiles, refreshLockfiles } from "./lockfile.js";

/** The lockfiles of the packages whose ranges were raised, for the checkpoint: what becomes of them is not known yet. */
export async function lockfilesBefore(target: string, raised: readonly string[]): Promise<FileTransition[]> {
  const found = await findLockfiles(target, raised);
  return Promise.all(
    found.map(async ({ root, lockfile }) => {
      const path = relative(target, resolve(root, lockfile));
      const state = await readState(resolve(target, path));
      return { path, before: state, after: state };
    }),
  );
}

/** Has the lockfiles brought along, and keeps in the checkpoint what has become of them. */
export async function bringLockfilesAlong(
  target: string,
  raised: readonly string[],
  options: LockfileOptions,
  folder: string | undefined,
): Promise<RefreshedLockfiles> {
  const refreshed = await refreshLockfiles(target, raised, options);
  if (folder === undefined) return refreshed;
  const { unfinished: _done, ...checkpoint } = await readCheckpoint(folder);
  const lockfiles = new Set((await lockfilesBefore(target, raised)).map(({ path }) => path));
  const files = [];
  for (const file of checkpoint.files) {
    const isLockfile = lockfiles.has(file.path);
    files.push(isLockfile ? { ...file, after: await readState(await insidePath(target, file.path)) } : file);
  }
  await updateCheckpoint({ ...checkpoint, files });
  return refreshed;
}

/** The checkpoint of a run of the same migration that was interrupted while the package manager was at work. */
export async function interruptedStep(
  rollbackFolder: string,
  { package: name, from, to }: Manifest,
): Promise<{ readonly folder: string; readonly raised: readonly string[] } | undefined> {
  const latest = (await listCheckpoints(rollbackFolder)).findLast(
    (each) => each.status === "applied" && each.package === name && each.from === from && each.to === to,
  );
  return latest?.unfinished && { folder: latest.folder, raised: latest.unfinished };
}
