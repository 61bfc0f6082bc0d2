import { join } from "node:path";
import { onTestFinished } from "vitest";
import { closeStore, openStore } from "../../src/store/open-store.js";
import type { Store } from "../../src/store/store.js";
import { temporaryFolder, testClock, testIds } from "./support.js";

/** A store without events, whose projections have nothing to do yet. */
export function emptyStore(): Store {
  const file = join(temporaryFolder(), "copy.db");
  const store = openStore({ file, clock: testClock(), ids: testIds("copy") });
  store.db.pragma("synchronous = OFF");
  onTestFinished(() => closeStore(store));
  return store;
}

/** Gives `target` the events of `source` in a range of sequences, and nothing else. */
export function copyEvents(source: Store, target: Store, after: number, upTo: number): void {
  target.db.prepare("ATTACH ? AS source").run(source.db.name);
  target.db
    .prepare(
      "INSERT INTO main.orchestration_events SELECT * FROM source.orchestration_events WHERE sequence > ? AND sequence <= ?",
    )
    .run(after, upTo);
  target.db.exec("DETACH source");
}
