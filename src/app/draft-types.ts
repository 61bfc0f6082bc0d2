import type { UndoneOperation } from "../domain/edit.js";
import type { SourceMigration, SourceMigrationResult } from "../migration/edit/migrate-sources.js";
import { undoAddedErrors } from "../verification/added-errors.js";
import { withImporters } from "../verification/importers.js";
import { TypeErrorCounter, type TypeErrorReport, worsenedFiles } from "../verification/type-errors.js";

/** Larger files are generated data: checking one takes longer than all the others together. */
const MAX_CHECKED_BYTES = 4 * 1024 * 1024;

const SOURCE = /\.[cm]?[jt]sx?$/;

/** A migration after its type errors were counted. */
export interface DraftedSources {
  readonly sources: SourceMigrationResult;
  /** Absent where the core's sources could not be had. */
  readonly types?: TypeErrorReport;
  readonly undone?: readonly UndoneOperation[];
  /** For a person to look at. */
  readonly notes: readonly string[];
}

/**
 * Counts type errors as it is, after a bare upgrade, and migrated, and undoes what adds some. They are looked for in the files that
 * name the core or were edited, and in those that import these: all others have the same errors each time.
 */
export function checkTypes(migration: SourceMigration, sources: SourceMigrationResult): DraftedSources {
  const { root, readFile, core, parsed } = migration;
  const { from, to } = core;
  if (from === undefined || to === undefined) return { sources, notes: [] };
  const texts = new Map<string, string>();
  for (const path of migration.files.filter((each) => SOURCE.test(each))) {
    const bytes = readFile(path);
    if (bytes.length <= MAX_CHECKED_BYTES) texts.set(path, Buffer.from(bytes).toString("utf8"));
  }
  const edited = new Set(sources.changes.map(({ path }) => path));
  const isConcerned = (path: string, text: string): boolean =>
    edited.has(path) || from.packages.some(({ name }) => text.includes(name));
  const concerned = [...texts].filter(([path, text]) => isConcerned(path, text)).map(([path]) => path);
  const checked = withImporters(new Set(concerned), texts);
  const files = migration.files.filter((path) => checked.has(path));
  const counter = new TypeErrorCounter({ root, files, readFile, forAll: sources.forAll, core: { from, to }, parsed });
  const { unexplored, ...draft } = undoAddedErrors(migration, sources, counter);
  return { ...draft, notes: [...noteUnexplored(unexplored), ...noteWorsened(draft.types)] };
}

function noteUnexplored(paths: readonly string[]): string[] {
  return paths.map(
    (path) => `${path}: which operations add type errors was not found out: too many come into question`,
  );
}

/** Files in which migrating left more errors than a bare upgrade. */
function noteWorsened(types: TypeErrorReport): string[] {
  return worsenedFiles(types).map((path) => {
    const [bare, migrated] = [types.bare.get(path)?.length ?? 0, types.migrated.get(path)?.length ?? 0];
    return `${path}: ${migrated} type errors after the migration, and ${bare} after a bare upgrade: look at it`;
  });
}
