import { realpath } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";
import { OnxError } from "../domain/errors.js";
import { listCheckpoints, updateCheckpoint } from "../migration/checkpoint.js";
import type { Checkpoint } from "../migration/checkpoint-record.js";
import { movedOn } from "../migration/moved-on.js";
import { carryOutRollback, draftRollback, type RollbackDraft, type RollbackReport } from "../migration/rollback.js";
import { withDependentLock } from "./dependent-lock.js";
import { listDependentFiles } from "./dependent-files.js";
import { findCheckpoint, isFolder, laterMigration } from "./find-checkpoint.js";
import { remakeLockfiles } from "./rollback-lockfile.js";
import { openStop, type StopOptions, undoInterrupted } from "./rollback-stop.js";
import { type CoresBack, flagTypeErrors, withResults } from "./rollback-types.js";
import { TextsTakenBack } from "./take-back-texts.js";

export interface RollbackRequest extends StopOptions {
  /** The dependent's folder. */
  readonly target: string;
  /** Where the migration began, or a version on its way. */
  readonly toVersion: string;
  /** Relative to the working directory, else to the target. Without it, the target's latest one for that version. */
  readonly checkpoint?: string;
  readonly force: boolean;
}

export interface RolledBack extends RollbackReport {
  /** The version that the dependent is at now. */
  readonly reached: string;
  readonly checkpoint: string;
  /** Files that were left alone and need a person. */
  readonly conflicts: number;
  /** Places that need a person. */
  readonly flagged: number;
  /** Folder of an earlier part of the same migration that is not undone yet: its run was interrupted. */
  readonly remaining?: string;
  /** Things that need a person and belong to no file. */
  readonly notes: readonly string[];
}

/** Takes a migration back, all of it or as far as a version on its way. */
export async function rollBackPackage(request: RollbackRequest): Promise<RolledBack> {
  if (!(await isFolder(resolve(request.target)))) {
    throw new OnxError("target-missing", "there is no such folder", {
      place: request.target,
      remedy: "give the dependent's folder with --package",
    });
  }
  const target = await realpath(resolve(request.target));
  return withDependentLock(target, () => rollBack(target, request));
}

async function rollBack(target: string, request: RollbackRequest): Promise<RolledBack> {
  const { checkpoint, stop } = await findCheckpoint(target, request.toVersion, request.checkpoint);
  await refuseBuiltUpon(checkpoint, request.force);
  const next = stop && (await openStop(target, checkpoint, stop, request));
  await undoInterrupted(target, checkpoint);
  const { draft, cores, notes } = await draftTakeBack(target, checkpoint, request);
  if (next === undefined) {
    const checked = await takeAllBack(target, checkpoint, flagTypeErrors(target, draft, cores), request);
    const remaining = await earlierPart(checkpoint);
    return { ...resultOf(checkpoint, checked, notes), ...(remaining !== undefined && { remaining }) };
  }
  const result = resultOf(checkpoint, draft, notes);
  // Part of the way, a file that is left behind would be taken for one of the old version: then nothing is done.
  if (result.conflicts > 0) return { ...resultOf(checkpoint, inTheWay(draft), notes), reached: checkpoint.to };
  const applied = await next.goOn(draft);
  const checked = flagTypeErrors(target, await withResults(target, draft), { ...cores, to: next.core });
  return { ...resultOf(checkpoint, checked, [...notes, ...applied.notes]), reached: next.version };
}

async function takeAllBack(
  target: string,
  checkpoint: Checkpoint,
  draft: RollbackDraft,
  { lockfile, onProgress = () => {} }: RollbackRequest,
): Promise<RollbackDraft> {
  await carryOutRollback({ target, checkpoint }, draft);
  if (lockfile !== true || conflictsIn(draft) === 0) return draft;
  onProgress("bringing the lockfile along");
  const remade = await remakeLockfiles(target, draft, { isolation: "user" });
  if (conflictsIn(remade) === 0) await updateCheckpoint({ ...checkpoint, status: "rolled-back" });
  return remade;
}

function conflictsIn(draft: RollbackDraft): number {
  return inTheWay(draft).report.files.length;
}

/** A draft that tells of its conflicts alone. */
function inTheWay({ decisions, report }: RollbackDraft): RollbackDraft {
  return { decisions, report: { ...report, files: report.files.filter(({ action }) => action === "conflict") } };
}

function resultOf(checkpoint: Checkpoint, draft: RollbackDraft, notes: readonly string[]): RolledBack {
  const { report } = draft;
  const conflicts = conflictsIn(draft);
  const flagged = report.files.reduce((sum, file) => sum + (file.flagged?.length ?? 0), 0);
  return { ...report, reached: checkpoint.from, checkpoint: checkpoint.folder, conflicts, flagged, notes };
}

/** A migration that another one was built upon cannot be told from that one's edits. */
async function refuseBuiltUpon(checkpoint: Checkpoint, force: boolean): Promise<void> {
  const later = force ? undefined : await laterMigration(checkpoint);
  if (later === undefined) return;
  throw new OnxError("rollback-order", `${later.package} was migrated on to ${later.to} since`, {
    place: later.folder,
    remedy: `run onx-migrate rollback --to-version ${later.from} first`,
  });
}

interface TakeBackDraft {
  readonly draft: RollbackDraft;
  /** Nothing where nothing was edited since. */
  readonly cores: CoresBack;
  readonly notes: readonly string[];
}

async function draftTakeBack(target: string, checkpoint: Checkpoint, request: RollbackRequest): Promise<TakeBackDraft> {
  const { applied, folder } = checkpoint;
  const { force, onProgress = () => {} } = request;
  if (applied === undefined) {
    return { draft: await draftRollback({ target, checkpoint, force }), cores: {}, notes: [] };
  }
  const fingerprints = checkpoint.operations;
  const texts = new TextsTakenBack({ ...request, target, applied, fingerprints, place: folder, onProgress });
  const { manifest } = texts;
  const draft = await draftRollback({
    target,
    checkpoint,
    force,
    invert: texts.invert,
    others: movedOn(target, await ownFiles(target, dirname(folder)), applied.others),
    packages: [manifest.package, ...(manifest.packages ?? []).map(({ name }) => name)],
  });
  const { notes = [], ...cores } = (await texts.typesRead()) ?? {};
  return { draft, cores, notes };
}

/** The dependent's files but for the checkpoints. */
async function ownFiles(target: string, checkpoints: string): Promise<string[]> {
  const kept = `${relative(target, checkpoints).split(sep).join("/")}/`;
  return (await listDependentFiles(target)).paths.filter((path) => !path.startsWith(kept));
}

async function earlierPart({ folder, package: name, from, to }: Checkpoint): Promise<string | undefined> {
  // The files are restored by now, whatever is wrong with another checkpoint.
  const all = await listCheckpoints(dirname(folder)).catch(() => []);
  const parts = all.filter((each) => each.package === name && each.from === from && each.to === to);
  return parts.findLast((each) => each.status === "applied" && each.folder !== folder)?.folder;
}
