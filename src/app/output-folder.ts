import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { OnxError } from "../domain/errors.js";

/**
 * Writes files into a folder so that none is ever seen half-written: all go to a temporary folder beside it first. A new folder
 * appears at once; in one that is there, each file is replaced by a rename and others stay.
 */
export async function writeFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const temporary = join(dirname(folder), `.${randomUUID()}.tmp`);
  try {
    await mkdir(temporary, { recursive: true });
    for (const [name, text] of files) await writeFile(join(temporary, name), text);
    if (await isThere(folder)) for (const name of files.keys()) await rename(join(temporary, name), join(folder, name));
    else await rename(temporary, folder);
  } catch (cause) {
    throw new OnxError("cannot-write", `cannot write ${cause instanceof Error ? cause.message : String(cause)}`, {
      place: folder,
      remedy: "choose another folder with --out",
      cause,
    });
  } finally {
    // Where the folder could not be made, there is nothing to remove, and the reason has been told.
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The files of a folder by name, or undefined where there is no such folder. */
export async function readFolder(folder: string): Promise<Map<string, string> | undefined> {
  if (!(await isThere(folder))) return undefined;
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [] : [entry.name])).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return new Map(names.map((name, i) => [name, texts[i] ?? ""]));
}

async function isThere(folder: string): Promise<boolean> {
  return readdir(folder).then(
    () => true,
    () => false,
  );
}
