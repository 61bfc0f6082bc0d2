import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import type { StoredEvent } from "../domain/orchestration/envelope.js";
import { prepared } from "./database.js";
import { headSequence, readEventsAfter } from "./events.js";
import type { ProjectorName } from "./projectors/names.js";
import type { Projector } from "./projectors/projector.js";
import { PROJECTORS } from "./projectors/projectors.js";
import { type Store, writeTransaction } from "./store.js";

const PAGE = 1000;

/** Brings every projection to the head, from wherever each stands; each page of events is one transaction. */
export function bootstrapProjections(store: Store, pageSize = PAGE): void {
  const applyPage = (): boolean => {
    const cursors = readCursors(store);
    const from = Math.min(...cursors.values());
    const events = readEventsAfter(store, from, pageSize);
    const last = events.at(-1);
    if (last === undefined) return false;
    for (const event of events)
      apply(
        store,
        event,
        PROJECTORS.filter((one) => isBehind(cursors, one, event)),
      );
    for (const [projector, cursor] of cursors) advance(store, projector, cursor, last);
    return true;
  };
  while (writeTransaction(store, applyPage));
}

/** Empties every projection and fills it again from the events. Killed in between, the next bootstrap goes on. */
export function rebuildProjections(store: Store): void {
  writeTransaction(store, () => {
    readCursors(store);
    for (const { table } of PROJECTORS) prepared(store.db, `DELETE FROM ${table}`).run();
    prepared(store.db, "UPDATE projection_state SET last_applied_sequence = 0").run();
  });
  bootstrapProjections(store);
}

/** Applies events that were just appended. Every cursor has to stand right before them. */
export function projectInTransaction(store: Store, events: readonly StoredEvent[]): void {
  const [first] = events;
  const last = events.at(-1);
  if (first === undefined || last === undefined) return;
  const head = first.sequence - 1;
  for (const event of events) apply(store, event, PROJECTORS);
  const { changes } = prepared(
    store.db,
    "UPDATE projection_state SET last_applied_sequence = @to, updated_at = @at WHERE last_applied_sequence = @from",
  ).run({ from: head, to: last.sequence, at: last.occurred_at });
  if (changes === PROJECTORS.length) return;
  throw new OnxError("store.cursor.moved", `a projection does not stand at sequence ${head}`, {
    place: store.db.name,
    remedy: "open the store again, which brings its projections to the head",
  });
}

function isBehind(cursors: ReadonlyMap<ProjectorName, number>, projector: Projector, event: StoredEvent): boolean {
  return (cursors.get(projector.name) ?? 0) < event.sequence;
}

function apply(store: Store, event: StoredEvent, projectors: readonly Projector[]): void {
  for (const projector of projectors) {
    for (const write of projector.project(event)) prepared(store.db, write.sql).run(write.values);
  }
}

function advance(store: Store, projector: string, from: number, last: StoredEvent): void {
  if (from >= last.sequence) return;
  const { changes } = prepared(
    store.db,
    `UPDATE projection_state SET last_applied_sequence = ?, updated_at = ?
     WHERE projector = ? AND last_applied_sequence = ?`,
  ).run(last.sequence, last.occurred_at, projector, from);
  if (changes === 1) return;
  throw new OnxError("store.cursor.moved", `${projector} has left sequence ${from} meanwhile`, {
    place: store.db.name,
  });
}

export const projectionStateRowSchema = z.strictObject({
  projector: z.string(),
  last_applied_sequence: z.number().int(),
  updated_at: z.string(),
});

/** Where each projector stands. A cursor that is missing or beyond the events is never taken for a beginning. */
export function readCursors(store: Store): ReadonlyMap<ProjectorName, number> {
  const rows = z
    .array(projectionStateRowSchema)
    .parse(prepared(store.db, "SELECT projector, last_applied_sequence, updated_at FROM projection_state").all());
  const found = new Map<string, number>(rows.map((row) => [row.projector, row.last_applied_sequence]));
  const head = headSequence(store);
  return new Map(PROJECTORS.map(({ name }) => [name, checkedCursor(store, name, found.get(name), head)]));
}

function checkedCursor(store: Store, name: string, cursor: number | undefined, head: number): number {
  const details = { place: store.db.name, remedy: "restore the database from a backup" };
  if (cursor === undefined) throw new OnxError("store.cursor.missing", `${name} has no cursor`, details);
  if (cursor <= head) return cursor;
  throw new OnxError("store.cursor.ahead", `${name} stands at ${cursor}, past the newest event ${head}`, details);
}
