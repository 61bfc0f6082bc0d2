import { messageOf, OnxError } from "../domain/errors.js";
import { type FileTransition, putState, readState, sameBytes } from "./files.js";
import { insidePath } from "./inside-path.js";

interface Place extends FileTransition {
  readonly absolute: string;
}

/**
 * Writes every `after`, in the given order. Nothing is written where a file no longer holds its `before`, and a failure
 * half way puts back what was written.
 */
export async function carryOut(target: string, files: readonly FileTransition[]): Promise<void> {
  const places: Place[] = [];
  for (const { path, before, after } of files) {
    const absolute = await insidePath(target, path);
    if (!sameBytes(await readState(absolute), before)) throw changedMeanwhile(path);
    places.push({ path, absolute, before, after });
  }
  const written: Place[] = [];
  try {
    for (const place of places) {
      await putState(place.absolute, place.after);
      written.push(place);
    }
  } catch (error) {
    await putBack(written, error);
    throw error;
  }
}

/** One file that cannot be put back must not keep the others from it. */
async function putBack(written: readonly Place[], cause: unknown): Promise<void> {
  const stuck: string[] = [];
  for (const { path, absolute, before } of written) {
    await putState(absolute, before).catch(() => stuck.push(path));
  }
  if (stuck.length === 0) return;
  throw new OnxError("half-migrated", `${messageOf(cause)}; these could not be put back: ${stuck.join(", ")}`, {
    remedy: "run onx-migrate rollback",
    cause,
  });
}

function changedMeanwhile(path: string): OnxError {
  return new OnxError("file-changed-meanwhile", "the file was changed while it was being migrated", {
    place: path,
    remedy: "run the command again",
  });
}
