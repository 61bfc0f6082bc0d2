import { z } from "zod";
import { OnxError } from "../domain/errors.js";
import type { StoredEvent } from "../domain/orchestration/envelope.js";
import { prepared } from "./database.js";
import { headSequence, readEventsAfter } from "./events.js";
import { enqueueEffect, type NewEffect } from "./outbox.js";
import { type Store, timestamp, writeTransaction } from "./store.js";

/** Turns events into effects. May read the projections, which are at least as far as the event. */
export interface Reactor {
  readonly name: string;
  react(event: StoredEvent): readonly NewEffect[];
}

export const reactorStateRowSchema = z.strictObject({
  reactor: z.string(),
  last_applied_sequence: z.number().int(),
  updated_at: z.string(),
});

const PAGE = 200;

/** Gives a new reactor its cursor: it will see what comes after `sequence`. One that has a cursor keeps it. */
export function registerReactor(store: Store, name: string, sequence: number): void {
  prepared(
    store.db,
    `INSERT INTO reactor_state (reactor, last_applied_sequence, updated_at) VALUES (?, ?, ?)
     ON CONFLICT (reactor) DO NOTHING`,
  ).run(name, sequence, timestamp(store));
}

/** Brings a reactor to the head; each page's effects and the cursor's move are one transaction. Returns how many were new. */
export function advanceReactor(store: Store, reactor: Reactor): number {
  let added = 0;
  const reactToPage = (): boolean => {
    const from = reactorCursor(store, reactor.name);
    const events = readEventsAfter(store, from, PAGE);
    const last = events.at(-1);
    if (last === undefined) return false;
    for (const event of events) {
      const effects = reactor.react(event);
      added += effects.filter((effect) => enqueueEffect(store, effect, event.sequence)).length;
    }
    moveCursor(store, reactor.name, from, last.sequence);
    return true;
  };
  while (writeTransaction(store, reactToPage));
  return added;
}

function moveCursor(store: Store, reactor: string, from: number, to: number): void {
  const { changes } = prepared(
    store.db,
    "UPDATE reactor_state SET last_applied_sequence = ?, updated_at = ? WHERE reactor = ? AND last_applied_sequence = ?",
  ).run(to, timestamp(store), reactor, from);
  if (changes === 1) return;
  throw new OnxError("store.cursor.moved", `reactor ${reactor} has left sequence ${from} meanwhile`, {
    place: store.db.name,
  });
}

/** How far a reactor has come. */
export function reactorCursor(store: Store, name: string): number {
  const row = prepared(
    store.db,
    "SELECT reactor, last_applied_sequence, updated_at FROM reactor_state WHERE reactor = ?",
  ).get(name);
  if (row === undefined) {
    throw new OnxError("store.cursor.missing", `reactor ${name} has no cursor`, {
      place: store.db.name,
      remedy: "register it before it runs",
    });
  }
  const cursor = reactorStateRowSchema.parse(row).last_applied_sequence;
  const head = headSequence(store);
  if (cursor <= head) return cursor;
  throw new OnxError("store.cursor.ahead", `reactor ${name} stands at ${cursor}, past the newest event ${head}`, {
    place: store.db.name,
    remedy: "restore the database from a backup",
  });
}
