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
 * Type errors as it is, after a bare upgrade, and migrated; undefined where the core's sources could not be had. A
 * dependent that nowhere names the core has the same errors each time, so they are not looked for.
 */
export function draftTypeErrors({ core: { from, to }, ...input }: DraftTypesInput): TypeErrorReport | undefined {
  if (from === undefined || to === undefined) return undefined;
  const names = from.packages.map(({ name }) => Buffer.from(name));
  const sources = input.files.filter((path) => SOURCE.test(path));
  const checked: string[] = [];
  let mentioned = false;
  for (const path of sources) {
    const bytes = Buffer.from(input.readFile(path));
    if (bytes.length > MAX_CHECKED_BYTES) continue;
    checked.push(path);
    mentioned ||= names.some((name) => bytes.includes(name));
  }
  return countTypeErrors({ ...input, files: mentioned ? checked : [], core: { from, to } });
}

/** For a person to look at: files in which migrating left more errors than a bare upgrade. */
export function noteWorsened(types: TypeErrorReport | undefined): string[] {
  if (types === undefined) return [];
  return worsenedFiles(types).map((path) => {
    const [bare, migrated] = [types.bare.get(path)?.length ?? 0, types.migrated.get(path)?.length ?? 0];
    return `${path}: ${migrated} type errors after the migration, and ${bare} after a bare upgrade: look at it`;
  });
}
