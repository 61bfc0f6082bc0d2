import type { FileChange } from "../domain/edit.js";
import type { CoreSources } from "../domain/core-sources.js";
import { countTypeErrors, type TypeErrorReport, worsenedFiles } from "../verification/type-errors.js";

/** Larger files are generated data: checking one takes longer than all the others together. */
const MAX_CHECKED_BYTES = 4 * 1024 * 1024;

const SOURCE = /\.[cm]?[jt]sx?$/;

export interface DraftTypesInput {
  readonly root: string;
  readonly files: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
  readonly core: { readonly from?: CoreSources; readonly to?: CoreSources };
  readonly changes: readonly FileChange[];
}

/**
 * Type errors as it is, after a bare upgrade, and migrated; undefined where the core's sources could not be had. They are
 * looked for in the files that name the core or were edited: all others have the same errors each time, or what these hand on.
 */
export function draftTypeErrors({ core: { from, to }, ...input }: DraftTypesInput): TypeErrorReport | undefined {
  if (from === undefined || to === undefined) return undefined;
  const names = from.packages.map(({ name }) => Buffer.from(name));
  const edited = new Set(input.changes.map(({ path }) => path));
  const files = input.files.filter((path) => {
    if (!SOURCE.test(path)) return false;
    const bytes = Buffer.from(input.readFile(path));
    if (bytes.length > MAX_CHECKED_BYTES) return false;
    return edited.has(path) || names.some((name) => bytes.includes(name));
  });
  return countTypeErrors({ ...input, files, core: { from, to } });
}

/** For a person to look at: files in which migrating left more errors than a bare upgrade. */
export function noteWorsened(types: TypeErrorReport | undefined): string[] {
  if (types === undefined) return [];
  return worsenedFiles(types).map((path) => {
    const [bare, migrated] = [types.bare.get(path)?.length ?? 0, types.migrated.get(path)?.length ?? 0];
    return `${path}: ${migrated} type errors after the migration, and ${bare} after a bare upgrade: look at it`;
  });
}
