import type { Database } from "better-sqlite3";
import type { AggregateDecider, EventsOf } from "../domain/orchestration/envelope.js";
import type { AggregateKind } from "../domain/orchestration/vocabulary.js";
import { readStream } from "./events.js";
import type { Store } from "./store.js";

/** What the first `version` events of a stream make of an aggregate. */
export interface Aggregate<State> {
  readonly version: number;
  readonly state: State;
}

/** Aggregates kept in memory, a connection; the ones used last. */
const KEPT = 1_000;
const kept = new WeakMap<Database, Map<string, Aggregate<unknown>>>();

/**
 * The aggregate as it is now: what was kept of it, and the events that have come since, from this process or another. A stream
 * is never rewritten, so that what its first events led to stays true.
 */
export function loadAggregate<Kind extends AggregateKind, State>(
  store: Store,
  decider: AggregateDecider<Kind, State>,
  streamId: string,
): Aggregate<State> {
  // A kind has one decider, and so one type of state.
  const known = kept.get(store.db)?.get(keyOf(decider, streamId)) as Aggregate<State> | undefined;
  const start = known ?? { version: 0, state: decider.initialState };
  return evolveAggregate(decider, start, readStream(store, decider.kind, streamId, start.version));
}

/** The aggregate after its next events. */
export function evolveAggregate<Kind extends AggregateKind, State>(
  decider: AggregateDecider<Kind, State>,
  { version, state }: Aggregate<State>,
  events: readonly EventsOf[Kind][],
): Aggregate<State> {
  return {
    version: version + events.length,
    state: events.reduce((before, event) => decider.evolve(before, event), state),
  };
}

/** Keeps an aggregate for the next command. Nothing is kept of a transaction that may still be undone. */
export function keepAggregate<Kind extends AggregateKind, State>(
  store: Store,
  decider: AggregateDecider<Kind, State>,
  streamId: string,
  aggregate: Aggregate<State>,
): void {
  if (store.db.inTransaction) return;
  let own = kept.get(store.db);
  if (own === undefined) kept.set(store.db, (own = new Map<string, Aggregate<unknown>>()));
  const key = keyOf(decider, streamId);
  own.delete(key);
  own.set(key, aggregate);
  if (own.size <= KEPT) return;
  const [oldest] = own.keys();
  if (oldest !== undefined) own.delete(oldest);
}

function keyOf({ kind }: { readonly kind: AggregateKind }, streamId: string): string {
  return `${kind} ${streamId}`;
}
