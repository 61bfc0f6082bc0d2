import { OnxError } from "../domain/errors.js";
import { type FileState, type FileTransition, putState, readState, sameBytes } from "./files.js";
import { insidePath } from "./inside-path.js";

/**
 * Writes every `after`. Nothing is written where a file no longer holds its `before`, and a failure half way puts back
 * what was written.
 */
export async function carryOut(target: string, files: readonly FileTransition[]): Promise<void> {
  const places: { readonly absolute: string; readonly before: FileState | null; readonly after: FileState | null }[] =
    [];
  for (const { path, before, after } of files) {
    const absolute = await insidePath(target, path);
    if (!sameBytes(await readState(absolute), before)) throw changedMeanwhile(path);
    places.push({ absolute, before, after });
  }
  const written: typeof places = [];
  try {
    for (const place of places) {
      written.push(place);
      await putState(place.absolute, place.after);
    }
  } catch (error) {
    for (const { absolute, before } of written) await putState(absolute, before);
    throw error;
  }
}

function changedMeanwhile(path: string): OnxError {
  return new OnxError("file-changed-meanwhile", "the file was changed while it was being migrated", {
    place: path,
    remedy: "run the command again",
  });
}
