import pLimit from "p-limit";
import { messageOf, OnxError } from "../domain/errors.js";
import { type FileTransition, putState, readState, sameBytes } from "./files.js";
import { insidePath } from "./inside-path.js";

interface Place extends FileTransition {
  readonly absolute: string;
}

/** Files that are written at a time: each waits for the disk. */
const AT_ONCE = 16;

/**
 * Writes every `after`, those of `last` when all the others are there. Nothing is written where a file no longer holds its `before`,
 * and a failure half way puts back what was written.
 */
export async function carryOut(
  target: string,
  files: readonly FileTransition[],
  last: readonly FileTransition[] = [],
): Promise<void> {
  const [first, then] = [await placesOf(target, files), await placesOf(target, last)];
  const written: Place[] = [];
  try {
    await writeAll(first, written);
    await writeAll(then, written);
  } catch (error) {
    await putBack(written, error);
    throw error;
  }
}

function placesOf(target: string, files: readonly FileTransition[]): Promise<Place[]> {
  const places = files.map(async ({ path, before, after }) => {
    const absolute = await insidePath(target, path);
    if (!sameBytes(await readState(absolute), before)) throw changedMeanwhile(path);
    return { path, absolute, before, after };
  });
  return Promise.all(places);
}

/** Nothing is under way any more when it ends, in failure either. */
async function writeAll(places: readonly Place[], written: Place[]): Promise<void> {
  const failures: unknown[] = [];
  await pLimit(AT_ONCE).map(places, async (place) => {
    if (failures.length > 0) return;
    await putState(place.absolute, place.after).then(
      () => written.push(place),
      (error: unknown) => failures.push(error),
    );
  });
  if (failures.length > 0) throw failures[0];
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
