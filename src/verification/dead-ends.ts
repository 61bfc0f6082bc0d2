import type { FileChange, OperationResult, Site, UndoneOperation } from "../domain/edit.js";
import { offsetAt, type Place } from "../domain/place.js";
import { lookupsIn } from "../languages/typescript/looked-up-on.js";
import type { TypeError } from "../languages/typescript/mount/type-errors.js";
import { migrateSources, type SourceMigration, type SourceMigrationResult } from "../migration/edit/migrate-sources.js";
import { decodeText } from "../migration/edit/text.js";
import { mapText } from "./text-mapping.js";
import type { TypeErrorCounter, TypeErrorReport } from "./type-errors.js";

/** A migration without the edits that lead nowhere. */
export interface LeadingSomewhere {
  readonly migration: SourceMigration;
  readonly sources: SourceMigrationResult;
  readonly types: TypeErrorReport;
  readonly undone: readonly UndoneOperation[];
}

/** An edited place, by its offset in the file as it was, and the error that it leads to. */
interface DeadEnd {
  readonly site: Site;
  readonly offset: number;
  readonly error: TypeError;
}

/**
 * Undoes, place by place, edits to a name that is not there, or that has not what is looked up on it: the old name, which is not there
 * either, hid that. So `a.OLD.KEY` stays where `a.New.KEY` is nothing. Places at which a person is asked on the same line are left.
 */
export function undoDeadEnds(
  migration: SourceMigration,
  given: SourceMigrationResult,
  counter: TypeErrorCounter,
): LeadingSomewhere {
  const undoneAt = new Map<string, Set<number>>();
  const all: DeadEnd[] = [];
  const asked = placesOf(given.results, "flagged");
  let sources = given;
  for (;;) {
    const types = counter.report(sources.changes);
    const edited = placesOf(sources.results, "edited");
    const found = sources.changes.flatMap((change) =>
      deadEndsIn(change, edited.get(change.path) ?? [], asked.get(change.path) ?? [], types),
    );
    const fresh = found.filter(({ site, offset }) => undoneAt.get(site.path)?.has(offset) !== true);
    if (fresh.length === 0) {
      const stuck = new Set(found.map(({ site }) => keyOf(site)));
      const undone = undoneOperations(all.filter(({ site }) => !stuck.has(keyOf(site))));
      return { migration: undone.length === 0 ? migration : { ...migration, undoneAt }, sources, types, undone };
    }
    for (const { site, offset } of fresh) undoneAt.set(site.path, new Set(undoneAt.get(site.path)).add(offset));
    all.push(...fresh);
    sources = migrateSources({ ...migration, undoneAt });
  }
}

/** A property does not exist; and another one is likely meant. */
const NO_SUCH_PROPERTY: ReadonlySet<number> = new Set([2339, 2551]);

function deadEndsIn(
  { path, before, after }: FileChange,
  edited: readonly Site[],
  asked: readonly Site[],
  { asIs, bare, migrated }: TypeErrorReport,
): DeadEnd[] {
  const suspect = (migrated.get(path) ?? []).filter(({ code }) => NO_SUCH_PROPERTY.has(code));
  if (suspect.length === 0 || edited.length === 0) return [];
  const [textBefore, textAfter] = [textOf(before), textOf(after)];
  const { offsetAfter, placeBefore } = mapText(textBefore, textAfter);
  const lookedUpOn = lookupsIn(path, textAfter);
  const known = new Set([asIs, bare].flatMap((errors) => errors.get(path) ?? []).map(placeKey));
  const lines = new Set(asked.map(({ line }) => line));
  const places = edited.map((site) => {
    const offset = offsetAt(textBefore, site);
    return { site, offset, now: skipSpace(textAfter, offsetAfter(offset)) };
  });
  const written = new Set(places.map(({ now }) => now));
  const blamed = new Map<number, TypeError>();
  for (const error of suspect) {
    const place = placeBefore(error.line, error.column);
    if (known.has(placeKey(place)) || lines.has(place.line)) continue;
    const property = offsetAt(textAfter, error);
    const name = written.has(property) ? property : lookedUpOn(property);
    if (name !== undefined) blamed.set(name, { ...error, line: place.line });
  }
  return places.flatMap(({ site, offset, now }) => {
    const error = blamed.get(now);
    return error === undefined ? [] : [{ site, offset, error }];
  });
}

/** Of rewritten text, the mapping gives the end of what precedes it. */
function skipSpace(text: string, offset: number): number {
  return offset + text.slice(offset).search(/\S|$/);
}

function placesOf(results: readonly OperationResult[], action: Site["action"]): Map<string, Site[]> {
  const byPath = new Map<string, Site[]>();
  for (const site of results.flatMap(({ sites }) => sites)) {
    if (site.action === action) byPath.set(site.path, [...(byPath.get(site.path) ?? []), site]);
  }
  return byPath;
}

function undoneOperations(deadEnds: readonly DeadEnd[]): UndoneOperation[] {
  const byFile = new Map<string, { path: string; operation: string; errors: string[] }>();
  for (const { site, error } of deadEnds) {
    const { path, operation } = site;
    const undone = byFile.get(`${path} ${operation}`) ?? { path, operation, errors: [] };
    undone.errors.push(`line ${error.line}: TS${error.code} ${error.message}`);
    byFile.set(`${path} ${operation}`, undone);
  }
  return [...byFile.values()];
}

function placeKey({ line, column }: Place): string {
  return `${line}:${column}`;
}

function keyOf({ path, operation, ...place }: Site): string {
  return `${path} ${operation} ${placeKey(place)}`;
}

function textOf(bytes: Uint8Array): string {
  return decodeText(bytes)?.text ?? "";
}
