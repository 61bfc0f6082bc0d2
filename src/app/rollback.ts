import { stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import semver from "semver";
import { OnxError } from "../domain/errors.js";
import { type Checkpoint, listCheckpoints, readCheckpoint } from "../migration/checkpoint.js";
import { rollback, type RollbackReport } from "../migration/rollback.js";

export interface RollbackRequest {
  /** The dependent's folder. */
  readonly target: string;
  readonly toVersion: string;
  /** Relative to the working directory, else to the target. Without it, the target's latest one for that version. */
  readonly checkpoint?: string;
  readonly force: boolean;
}

export interface RolledBack extends RollbackReport {
  readonly checkpoint: string;
  /** Files that were left alone and need a person. */
  readonly conflicts: number;
  /** Folder of an earlier part of the same migration that is not undone yet: its run was interrupted. */
  readonly remaining?: string;
}

export async function rollBackPackage(request: RollbackRequest): Promise<RolledBack> {
  const target = resolve(request.target);
  if (!(await isFolder(target))) {
    throw new OnxError("target-missing", "there is no such folder", {
      place: request.target,
      remedy: "give the dependent's folder with --package",
    });
  }
  const checkpoint = await findCheckpoint(target, request);
  const report = await rollback({ target, checkpoint, force: request.force });
  const conflicts = report.files.filter(({ action }) => action === "conflict").length;
  const remaining = await earlierPart(checkpoint);
  return { ...report, checkpoint: checkpoint.folder, conflicts, ...(remaining !== undefined && { remaining }) };
}

async function earlierPart({ folder, package: name, from, to }: Checkpoint): Promise<string | undefined> {
  // The files are restored by now, whatever is wrong with another checkpoint.
  const all = await listCheckpoints(dirname(folder)).catch(() => []);
  const parts = all.filter((each) => each.package === name && each.from === from && each.to === to);
  return parts.findLast((each) => each.status === "applied" && each.folder !== folder)?.folder;
}

async function findCheckpoint(target: string, { checkpoint, toVersion }: RollbackRequest): Promise<Checkpoint> {
  if (checkpoint === undefined) return latestCheckpoint(target, toVersion);
  const here = resolve(checkpoint);
  const found = await readCheckpoint((await isFolder(here)) ? here : resolve(target, checkpoint));
  if (sameVersion(found.from, toVersion)) return found;
  throw new OnxError("checkpoint-other-version", `the checkpoint goes back to ${found.from}, not to ${toVersion}`, {
    place: checkpoint,
    remedy: `use --to-version ${found.from}, or name another checkpoint`,
  });
}

async function latestCheckpoint(target: string, toVersion: string): Promise<Checkpoint> {
  const folder = join(target, "artifacts", "rollback");
  const all = await listCheckpoints(folder);
  const fitting = all.filter(({ from, status }) => sameVersion(from, toVersion) && status === "applied");
  const latest = fitting.at(-1);
  if (latest !== undefined) return latest;
  throw new OnxError("checkpoint-missing", `no applied migration from ${toVersion} has a checkpoint here`, {
    place: folder,
    remedy: "name its folder with --checkpoint",
  });
}

function sameVersion(a: string, b: string): boolean {
  return a === b || (semver.valid(a) !== null && semver.valid(a) === semver.valid(b));
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}
