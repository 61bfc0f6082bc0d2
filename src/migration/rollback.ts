import { type Checkpoint, updateCheckpoint } from "./checkpoint.js";
import { type FileState, type FileTransition, putState, readState, removeLeftover, sameBytes } from "./files.js";
import { insidePath } from "./inside-path.js";
import { mergeBytes } from "./three-way.js";

export interface RollbackOptions {
  readonly target: string;
  readonly checkpoint: Checkpoint;
  /** Restores a file although it was edited since in the same lines, losing that edit. */
  readonly force: boolean;
}

export interface RolledBackFile {
  readonly path: string;
  readonly action: "restored" | "removed" | "merged" | "unchanged" | "conflict";
  /** Why a person is needed, for a conflict. */
  readonly reason?: string;
}

export interface RollbackReport {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly files: readonly RolledBackFile[];
}

interface Decision {
  readonly file: RolledBackFile;
  readonly absolute: string;
  /** What to put there; undefined leaves the file as it is. */
  readonly put?: FileState | null;
}

/** Undoes a migration. Everything is read and decided before anything is written. */
export async function rollback(options: RollbackOptions): Promise<RollbackReport> {
  const { checkpoint, target, force } = options;
  const decisions: Decision[] = [];
  for (const file of checkpoint.files) {
    const absolute = await insidePath(target, file.path);
    const decided = decide(file, await readState(absolute), force);
    decisions.push({ ...decided, absolute });
  }
  for (const { absolute, put } of decisions) {
    await removeLeftover(absolute);
    if (put !== undefined) await putState(absolute, put);
  }
  const files = decisions.map(({ file }) => file);
  if (files.every(({ action }) => action !== "conflict")) {
    await updateCheckpoint({ ...checkpoint, status: "rolled-back" });
  }
  return { package: checkpoint.package, from: checkpoint.from, to: checkpoint.to, files };
}

type Decided = Omit<Decision, "absolute">;

function decide({ path, before, after }: FileTransition, current: FileState | null, force: boolean): Decided {
  if (before === null) return decideCreated(path, after, current, force);
  // A mode that was changed since is an edit of its own, and kept.
  const mode = current === null || after === null || current.mode === after.mode ? before.mode : current.mode;
  if (sameBytes(current, before) && current?.mode === mode) return { file: { path, action: "unchanged" } };
  if (force || sameBytes(current, after) || sameBytes(current, before)) {
    return { file: { path, action: "restored" }, put: { bytes: before.bytes, mode } };
  }
  if (current === null) return conflict(path, "it was deleted since");
  if (after === null) return conflict(path, "the migration deleted it, and it was created anew since");
  const bytes = mergeBytes(after.bytes, current.bytes, before.bytes);
  if (bytes === undefined) return conflict(path, "it was edited since in the same lines");
  return { file: { path, action: "merged" }, put: { bytes, mode } };
}

function decideCreated(path: string, after: FileState | null, current: FileState | null, force: boolean): Decided {
  if (current === null) return { file: { path, action: "unchanged" } };
  if (force || sameBytes(current, after)) return { file: { path, action: "removed" }, put: null };
  return conflict(path, "the migration created it, and it was edited since");
}

function conflict(path: string, reason: string): Decided {
  return { file: { path, action: "conflict", reason } };
}
