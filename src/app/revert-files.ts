import type { JobFile } from "../domain/job.js";
import { mergeBytes } from "../migration/three-way.js";

/** A file's content now, or null where it is gone. */
export type CurrentFile = Uint8Array | null;

export interface RevertedFiles {
  /** Only what has to change. */
  readonly files: readonly JobFile[];
  /** Paths in which the same lines were changed by others since. */
  readonly conflicts: readonly string[];
}

/** What brings the migrated files back to their checkpoint while keeping what was changed in them since. */
export function revertFiles(
  checkpoint: readonly JobFile[],
  migrated: readonly JobFile[],
  current: ReadonlyMap<string, CurrentFile>,
): RevertedFiles {
  const files: JobFile[] = [];
  const conflicts: string[] = [];
  for (const before of checkpoint) {
    const after = migrated.find(({ path }) => path === before.path);
    const now = current.get(before.path) ?? null;
    const wanted = merge(bytesOf(before), after === undefined ? null : bytesOf(after), now);
    if (wanted === "conflict") conflicts.push(before.path);
    else if (!same(wanted, now)) files.push({ ...before, content_base64: base64(wanted) });
  }
  return { files, conflicts };
}

function merge(before: CurrentFile, after: CurrentFile, now: CurrentFile): CurrentFile | "conflict" {
  if (same(now, after) || same(now, before)) return before;
  if (before === null || after === null || now === null) return "conflict";
  return mergeBytes(after, now, before) ?? "conflict";
}

function same(a: CurrentFile, b: CurrentFile): boolean {
  if (a === null || b === null) return a === b;
  return Buffer.compare(a, b) === 0;
}

function bytesOf(file: JobFile): CurrentFile {
  return file.content_base64 === null ? null : Buffer.from(file.content_base64, "base64");
}

function base64(bytes: CurrentFile): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString("base64");
}
