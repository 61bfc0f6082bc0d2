import { link, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { messageOf, OnxError } from "../../domain/errors.js";
import { type FileState, readState, writeAtomically } from "../files.js";
import { migrateDocument, type Standing, standingOf } from "./migrate-document.js";
import { INPUTS_FOLDER, type InputSnapshots, snapshotsOf } from "./run-manifest.js";
import type { SchemaMigration } from "./schema-migration.js";

export interface FileMigration {
  readonly migrations: readonly SchemaMigration[];
  readonly target: string;
  readonly appliedAt: Date;
  readonly dryRun: boolean;
}

export interface MigratedFile {
  readonly status: "migrated" | "current" | "newer";
  /** The version that the file had. */
  readonly version: string;
  /** Versions that it went through. */
  readonly through: readonly string[];
  /** Path of the backup, where one was made. */
  readonly backup?: string;
}

/**
 * Brings a file to a version: validated, backed up under another name, then replaced as a whole, so that at any moment it is
 * the old one or the new one. On an error it is as it was.
 */
export async function migrateFile(place: string, options: FileMigration): Promise<MigratedFile> {
  const state = await readState(place);
  if (state === null) throw new OnxError("document.missing", "there is no such file", { place });
  const text = decode(state, place);
  const { status, version, path }: Standing = standingOf(text, place, options.migrations, options.target);
  const [first, ...rest] = path;
  if (status !== "behind" || first === undefined) {
    return { status: status === "newer" ? "newer" : "current", version, through: [] };
  }
  const after = migrateDocument(text, place, [first, ...rest], await inputsBeside(place), options.appliedAt);
  const result = { status: "migrated", version, through: path.map(({ to }) => to) } as const;
  if (options.dryRun) return result;
  const backup = await backUp(place, version, state);
  await writeAtomically(place, after, state.mode);
  return { ...result, backup };
}

function decode({ bytes }: FileState, place: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new OnxError("document.encoding", "the file is not UTF-8", { place, cause });
  }
}

/** Gives the file as it is one more name, which stays with its bytes when the file is replaced. */
async function backUp(place: string, version: string, { bytes }: FileState): Promise<string> {
  for (let number = 1; ; number += 1) {
    const backup = `${place}.${version}${number === 1 ? "" : `.${number}`}.backup`;
    try {
      await link(place, backup);
      return backup;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw noBackup(place, cause);
      // Left by a run that was killed before it came to the file itself.
      if (Buffer.compare(await readFile(backup), bytes) === 0) return backup;
    }
  }
}

function noBackup(place: string, cause: unknown): OnxError {
  return new OnxError("document.backup", `no backup could be made: ${messageOf(cause)}`, {
    place,
    remedy: "give the permission to write to its folder",
    cause,
  });
}

async function inputsBeside(place: string): Promise<InputSnapshots> {
  const folder = join(dirname(place), INPUTS_FOLDER);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const files = names.map(async (name) => [name, await readFile(join(folder, name))] as const);
  return snapshotsOf(new Map(await Promise.all(files)));
}
