import { blake3Hex } from "../domain/hash.js";
import { updateCheckpoint } from "./checkpoint.js";
import type { Checkpoint } from "./checkpoint-record.js";
import { type Decision, decideFiles, type RollbackOptions, type RolledBackFile } from "./decide-rollback.js";
import { putState, removeLeftover } from "./files.js";
import { insidePath } from "./inside-path.js";

export interface RollbackReport {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly files: readonly RolledBackFile[];
}

/** All that a rollback would do, with nothing written yet. */
export interface RollbackDraft {
  readonly decisions: readonly Decision[];
  readonly report: RollbackReport;
}

/** Undoes a migration. Everything is read and decided before anything is written. */
export async function rollback(options: RollbackOptions): Promise<RollbackReport> {
  const draft = await draftRollback(options);
  await carryOutRollback(options, draft);
  return draft.report;
}

export async function draftRollback(options: RollbackOptions): Promise<RollbackDraft> {
  const decisions = await decideFiles(options);
  return { decisions, report: reportOf(options.checkpoint, decisions) };
}

export function reportOf(
  { package: name, from, to }: Omit<RollbackReport, "files">,
  decisions: readonly Decision[],
): RollbackReport {
  return { package: name, from, to, files: decisions.map(({ file }) => file) };
}

/**
 * Writes what was decided. A run that is interrupted knows, when it is repeated, what it has taken back already. With `keepOpen`, the
 * checkpoint still counts as applied.
 */
export async function carryOutRollback(
  { target, checkpoint }: Pick<RollbackOptions, "target" | "checkpoint">,
  { decisions }: RollbackDraft,
  { keepOpen = false } = {},
): Promise<void> {
  const settled = withSettled(checkpoint, decisions);
  if (settled !== checkpoint) await updateCheckpoint(settled);
  for (const { file, put } of decisions) {
    const absolute = await insidePath(target, file.path);
    await removeLeftover(absolute);
    if (put !== undefined) await putState(absolute, put);
  }
  if (!keepOpen && decisions.every(({ file }) => file.action !== "conflict")) {
    await updateCheckpoint({ ...settled, status: "rolled-back" });
  }
}

/** What could not be told apart from an edit, once it is written; of a file that was moved, by its old path. */
function withSettled(checkpoint: Checkpoint, decisions: readonly Decision[]): Checkpoint {
  const made = new Map(
    decisions.flatMap(({ file: { path, action, moved_from: from = path }, put }) =>
      (action === "merged" || action === "inverted") && put ? [[from, put] as const] : [],
    ),
  );
  if (made.size === 0) return checkpoint;
  const files = checkpoint.files.map((file) => {
    const settled = made.get(file.path);
    return settled === undefined ? file : { ...file, settled };
  });
  const { applied } = checkpoint;
  if (applied === undefined) return { ...checkpoint, files };
  const own = new Set(files.map(({ path }) => path));
  const others = [...made].flatMap(([path, { bytes }]) => (own.has(path) ? [] : [[path, blake3Hex(bytes)] as const]));
  return {
    ...checkpoint,
    files,
    applied: { ...applied, others: { ...applied.others, ...Object.fromEntries(others) } },
  };
}
