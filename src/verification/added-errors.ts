import type { FileChange, OperationResult, Site, UndoneOperation } from "../domain/edit.js";
import type { ParsedFiles } from "../languages/typescript/mount/parsed-files.js";
import type { TypeError } from "../languages/typescript/mount/type-errors.js";
import { migrateSources, type SourceMigration, type SourceMigrationResult } from "../migration/edit/migrate-sources.js";
import { decodeText } from "../migration/edit/text.js";
import { undoDeadEnds } from "./dead-ends.js";
import { mapText } from "./text-mapping.js";
import type { TypeErrorCounter, TypeErrorReport } from "./type-errors.js";

/** A migration without what adds type errors. */
export interface CheckedMigration {
  readonly sources: SourceMigrationResult;
  readonly types: TypeErrorReport;
  readonly undone: readonly UndoneOperation[];
  /** Files with new errors of which it was not found out where they come from: there were too many. */
  readonly unexplored: readonly string[];
}

/** A trial carries out a part of the operations in one file, and checks that file. */
const MAX_TRIALS = 60;

/**
 * Undoes, file by file, operations that add type errors, and asks a person at their places instead. An error is new where neither the
 * dependent as it is nor a bare upgrade has one on the line. In a file with new errors, operations are left out one at a time, then
 * those of one place together, then all: what leaves the fewest errors is undone. An operation that mends a place stays: the old name
 * is gone from there, and hid what else is wrong with those that use it.
 */
export function undoAddedErrors(
  given: SourceMigration,
  carriedOut: SourceMigrationResult,
  counter: TypeErrorCounter,
  maxTrials = MAX_TRIALS,
): CheckedMigration {
  const { migration, sources, types, undone: deadEnds } = undoDeadEnds(given, carriedOut, counter);
  const trials = new Trials(migration, sources, counter, maxTrials);
  const files = sources.changes.map((change) => lookAt(change, sources.results, types));
  const added = files.flatMap((file) => undoneIn(file, trials));
  const undone = [...deadEnds, ...added];
  const unexplored = [...trials.refused];
  if (added.length === 0) return { sources, types, undone, unexplored };
  const without = new Map<string, Set<string>>();
  for (const { path, operation } of added) without.set(path, new Set(without.get(path)).add(operation));
  const again = migrateSources({ ...migration, undone: without });
  return { sources: again, types: counter.report(again.changes), undone, unexplored };
}

interface ChangedFile {
  readonly change: FileChange;
  /** Every operation with a place in it. */
  readonly present: readonly string[];
  /** Where an operation edited it that may add errors. */
  readonly edited: readonly Site[];
  /** These operations, the likely first. */
  readonly operations: readonly string[];
  /** Of errors at the lines of the file as it was, those that neither it nor a bare upgrade has. */
  newOf(errors: readonly TypeError[]): readonly TypeError[];
}

/** What a file's errors are without some of the operations. */
interface Trial {
  readonly without: readonly string[];
  /** At the lines of the file as it was. */
  readonly errors: readonly TypeError[];
  readonly added: readonly TypeError[];
}

function lookAt(change: FileChange, results: readonly OperationResult[], types: TypeErrorReport): ChangedFile {
  const { path } = change;
  const sites = results.flatMap((result) => result.sites.filter((site) => site.path === path));
  const known = [types.asIs, types.bare].map((errors) => countByLine(errors.get(path) ?? []));
  const newOf = (errors: readonly TypeError[]): readonly TypeError[] => {
    const counts = countByLine(errors);
    return errors.filter(({ line }) => known.every((each) => (counts.get(line) ?? 0) > (each.get(line) ?? 0)));
  };
  const migrated = placed(change, types.migrated.get(path) ?? []);
  const suspect = new Set(newOf(migrated).map(({ line }) => line));
  const edited = suspect.size === 0 ? [] : sites.filter(({ action }) => action === "edited");
  const mended = mendedIn(edited, types.bare.get(path) ?? [], migrated);
  const open = edited.filter(({ operation }) => !mended.has(operation));
  const likely = open.filter(({ line }) => suspect.has(line));
  return {
    change,
    present: [...new Set(sites.map(({ operation }) => operation))],
    edited: open,
    operations: [...new Set([...likely, ...open].map(({ operation }) => operation))],
    newOf,
  };
}

/** Operations of which a place has an error without them, while what they wrote there has none. */
function mendedIn(edited: readonly Site[], without: readonly TypeError[], migrated: readonly TypeError[]): Set<string> {
  const wrong = new Set(migrated.filter(({ column }) => column === 0).map(({ line }) => line));
  // An error begins with the name, or with the quote before it.
  const broken = new Set(without.flatMap(({ line, column }) => [`${line}:${column}`, `${line}:${column + 1}`]));
  const mended = edited.filter(({ line, column }) => broken.has(`${line}:${column}`) && !wrong.has(line));
  return new Set(mended.map(({ operation }) => operation));
}

/** Operations that edited the same place. */
function joinedIn(edited: readonly Site[]): string[][] {
  const byPlace = new Map<string, string[]>();
  for (const { line, column, operation } of edited) {
    const place = `${line}:${column}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), operation]);
  }
  const joined = [...byPlace.values()].filter((operations) => operations.length > 1);
  return [...new Map(joined.map((operations) => [operations.join(" "), operations])).values()];
}

function undoneIn(file: ChangedFile, trials: Trials): UndoneOperation[] {
  const undone: UndoneOperation[] = [];
  if (file.operations.length === 0) return undone;
  let current = trials.run(file, []);
  while (current !== undefined && current.added.length > 0) {
    const better = betterTrial(file, current, trials);
    if (better === undefined) break;
    const errors = difference(current.errors, better.errors).map(
      ({ line, code, message }) => `line ${line}: TS${code} ${message}`,
    );
    const left = better.without.slice(current.without.length);
    undone.push(...left.map((operation) => ({ path: file.change.path, operation, errors })));
    current = better;
  }
  return undone;
}

function betterTrial(file: ChangedFile, current: Trial, trials: Trials): Trial | undefined {
  const { operations, edited } = file;
  for (const sets of [operations.map((operation) => [operation]), joinedIn(edited), [operations]]) {
    let best: Trial | undefined;
    for (const set of sets) {
      const more = set.filter((operation) => !current.without.includes(operation));
      if (more.length === 0) continue;
      const trial = trials.run(file, [...current.without, ...more]);
      if (trial === undefined) return best;
      if (!helps(trial, current)) continue;
      const mended = mendedIn(edited, trial.errors, current.errors);
      if (more.some((operation) => mended.has(operation))) continue;
      if (best === undefined || trial.errors.length < best.errors.length) best = trial;
      if (trial.added.length === 0) return best;
    }
    if (best !== undefined) return best;
  }
  return undefined;
}

function helps({ errors, added }: Trial, current: Trial): boolean {
  return errors.length < current.errors.length && added.length < current.added.length;
}

class Trials {
  /** Paths of the files that could not be tried, or not enough. */
  readonly refused = new Set<string>();
  readonly #parsed: ParsedFiles = new Map();

  constructor(
    private readonly migration: SourceMigration,
    private readonly sources: SourceMigrationResult,
    private readonly counter: TypeErrorCounter,
    private left: number,
  ) {}

  /** Undefined where there were too many before. */
  run({ change, present, newOf }: ChangedFile, without: readonly string[]): Trial | undefined {
    const { path } = change;
    if (this.left === 0) {
      this.refused.add(path);
      return undefined;
    }
    this.left -= 1;
    const { changes } =
      without.length === 0
        ? this.sources
        : migrateSources({
            ...this.migration,
            among: [path],
            forAll: this.sources.forAll,
            only: present,
            undone: new Map([[path, new Set(without)]]),
            parsed: this.#parsed,
          });
    const made = changes.find((each) => each.path === path) ?? { ...change, after: change.before };
    const others = this.sources.changes.filter((each) => each.path !== path);
    const errors = placed(made, this.counter.errorsIn(path, [...others, made]));
    return { without, errors, added: newOf(errors) };
  }
}

/** Errors at their places in the file as it was, column 0 for rewritten text. */
function placed(change: FileChange, errors: readonly TypeError[]): TypeError[] {
  if (errors.length === 0) return [];
  const { placeBefore } = mapText(textOf(change.before), textOf(change.after));
  return errors.map((error) => ({ ...error, ...placeBefore(error.line, error.column) }));
}

/** The errors of the first list that the second does not have, or not as often. */
function difference(errors: readonly TypeError[], others: readonly TypeError[]): TypeError[] {
  const counts = new Map<string, number>();
  for (const each of others) counts.set(keyOf(each), (counts.get(keyOf(each)) ?? 0) + 1);
  return errors.filter((each) => {
    const count = counts.get(keyOf(each)) ?? 0;
    counts.set(keyOf(each), count - 1);
    return count <= 0;
  });
}

/** Messages tell of names, which are others after the migration. */
function keyOf({ line, code }: TypeError): string {
  return `${line} ${code}`;
}

function countByLine(errors: readonly TypeError[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { line } of errors) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}

function textOf(bytes: Uint8Array): string {
  return decodeText(bytes)?.text ?? "";
}
