import type { StoredEvent } from "../domain/orchestration/envelope.js";
import { readEventsAfter } from "./events.js";
import type { Store } from "./store.js";

const PAGE = 500;

/**
 * Every event after a sequence, each exactly once and in order: first those that are there, then those that come, until
 * the signal aborts or the store closes.
 */
export async function* followEvents(
  store: Store,
  fromSequenceExclusive: number,
  signal?: AbortSignal,
): AsyncGenerator<StoredEvent> {
  let position = fromSequenceExclusive;
  while (!hasEnded(store, signal)) {
    const page = readEventsAfter(store, position, PAGE);
    for (const event of page) {
      position = event.sequence;
      yield event;
      if (hasEnded(store, signal)) return;
    }
    // Reading is synchronous, so that nothing is committed here between it and the wait.
    if (page.length === 0) await store.notifier.next(signal);
  }
}

function hasEnded(store: Store, signal: AbortSignal | undefined): boolean {
  return store.notifier.closed || signal?.aborted === true;
}
