import type { CoreSources } from "../domain/core-sources.js";
import type { FileChange, TypeErrorCounts } from "../domain/edit.js";
import type { ParsedFiles } from "../languages/typescript/mount/program.js";
import { type TypeError, typeErrors } from "../languages/typescript/mount/type-errors.js";
import { decodeText } from "../migration/edit/text.js";

export interface TypeErrorInput {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  /** Source files of the dependent, relative to the root. */
  readonly files: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
  readonly core: { readonly from: CoreSources; readonly to: CoreSources };
  readonly changes: readonly FileChange[];
}

export type ErrorsByFile = ReadonlyMap<string, readonly TypeError[]>;

export interface TypeErrorReport {
  readonly counts: TypeErrorCounts;
  /** Errors with the core at `from`, before anything was done. */
  readonly asIs: ErrorsByFile;
  /** Errors after an upgrade of the core alone. */
  readonly bare: ErrorsByFile;
  readonly migrated: ErrorsByFile;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Counts the type errors in a dependent's own files three times: as it is, after a bare upgrade, and migrated. */
export function countTypeErrors({ root, files, readFile, core, changes }: TypeErrorInput): TypeErrorReport {
  const sources = files.filter((path) => SOURCE.test(path));
  const before = new Map(sources.map((path) => [path, decodeText(readFile(path))?.text ?? ""]));
  const after = new Map(before);
  for (const change of changes) {
    if (before.has(change.path)) after.set(change.path, decodeText(change.after)?.text ?? "");
  }
  const parsed: ParsedFiles = new Map();
  const check = (version: CoreSources, texts: ReadonlyMap<string, string>): Map<string, TypeError[]> =>
    typeErrors({ root, files: sources, textOf: (path) => texts.get(path), core: version, parsed });
  const asIs = check(core.from, before);
  const bare = check(core.to, before);
  const migrated = check(core.to, after);
  return { counts: { as_is: total(asIs), bare: total(bare), migrated: total(migrated) }, asIs, bare, migrated };
}

/** Files in which the migration left more errors than the bare upgrade has: what was done there made it worse. */
export function worsenedFiles({ bare, migrated }: TypeErrorReport): string[] {
  return [...migrated]
    .filter(([path, errors]) => errors.length > (bare.get(path)?.length ?? 0))
    .map(([path]) => path)
    .sort();
}

function total(errors: ErrorsByFile): number {
  let count = 0;
  for (const each of errors.values()) count += each.length;
  return count;
}
