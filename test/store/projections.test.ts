import { describe, expect, test } from "vitest";
import type { OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import { headSequence, readEventsAfter } from "../../src/store/events.js";
import { closeStore, openStore } from "../../src/store/open-store.js";
import { bootstrapProjections, readCursors, rebuildProjections } from "../../src/store/projections.js";
import { PROJECTOR_NAMES } from "../../src/store/projectors/names.js";
import { PROJECTORS } from "../../src/store/projectors/projectors.js";
import { readSnapshot } from "../../src/store/snapshot.js";
import { fc } from "../support/fast-check.js";
import { commandSequence } from "./commands.arbitrary.js";
import { campaignToPullRequest } from "./stories.js";
import { copyEvents, emptyStore } from "./support-copy.js";
import { dump, testStore } from "./support.js";

const RUNS = { numRuns: 25 };

function live(commands: readonly OrchestrationCommand[]) {
  const { store, send, clock } = testStore();
  // Nothing here depends on surviving a power cut, and it is several times as fast.
  store.db.pragma("synchronous = OFF");
  for (const command of commands) {
    clock.advance(1000);
    send(command);
  }
  return store;
}

describe("invariant 4: projections are a function of the events", () => {
  test("rebuilt is live", () => {
    fc.assert(
      fc.property(commandSequence, (commands) => {
        const store = live(commands);
        const before = dump(store);
        rebuildProjections(store);
        expect(dump(store)).toEqual(before);
      }),
      RUNS,
    );
  });

  test("killed at any event and resumed is live, whatever the page", () => {
    fc.assert(
      fc.property(commandSequence, fc.nat(40), fc.integer({ min: 1, max: 7 }), (commands, kill, page) => {
        const store = live(commands);
        const copy = emptyStore();
        copyEvents(store, copy, 0, headSequence(store));
        copy.db.exec(
          `CREATE TRIGGER killed BEFORE UPDATE ON projection_state WHEN NEW.last_applied_sequence > ${kill}
           BEGIN SELECT RAISE(ABORT, 'killed'); END`,
        );
        if (headSequence(store) > kill) expect(() => bootstrapProjections(copy, page)).toThrow("killed");
        copy.db.exec("DROP TRIGGER killed");
        bootstrapProjections(copy, page);
        expect(dump(copy)).toEqual(dump(store));
      }),
      RUNS,
    );
  });

  test("a projection that is new, or behind, catches up without the others moving", () => {
    for (const projector of PROJECTORS) {
      const store = live(campaignToPullRequest());
      const before = dump(store);
      store.db.exec(`DELETE FROM ${projector.table}`);
      store.db.prepare("UPDATE projection_state SET last_applied_sequence = 0 WHERE projector = ?").run(projector.name);
      bootstrapProjections(store, 3);
      expect(dump(store)).toEqual(before);
    }
  });

  test("opening a store brings it to the head", () => {
    const { store, file, send, clock } = testStore();
    for (const command of campaignToPullRequest()) send(command);
    const before = dump(store);
    store.db.exec("DELETE FROM projection_checks");
    store.db.exec("UPDATE projection_state SET last_applied_sequence = 3 WHERE projector = 'projection.checks'");
    const again = openStore({ file, clock, ids: store.ids });
    expect(dump(again)).toEqual(before);
    closeStore(again);
  });

  test("every projector has its name, its table and its cursor", () => {
    const { store } = testStore();
    expect(PROJECTORS.map((projector) => projector.name)).toEqual(PROJECTOR_NAMES);
    expect([...readCursors(store).keys()]).toEqual(PROJECTOR_NAMES);
    const tables = store.db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'projection_%'").pluck().all();
    for (const { table } of PROJECTORS) expect(tables).toContain(table);
  });

  test("no projector writes to a table that is not its own", () => {
    const events = readEventsAfter(live(campaignToPullRequest()), 0, 100);
    for (const projector of PROJECTORS) {
      const written = events.flatMap((event) => projector.project(event)).map((write) => write.sql);
      expect(written).not.toHaveLength(0);
      for (const sql of written) {
        expect(sql.match(/projection_\w+/g)?.every((table) => table === projector.table)).toBe(true);
      }
    }
  });
});

describe("invariant 3: cursors", () => {
  test("a missing one is an error, never a beginning", () => {
    const { store, send } = testStore();
    store.db.exec("DELETE FROM projection_state WHERE projector = 'projection.jobs'");
    expect(() => bootstrapProjections(store)).toThrow(expect.objectContaining({ code: "store.cursor.missing" }));
    expect(() => rebuildProjections(store)).toThrow(expect.objectContaining({ code: "store.cursor.missing" }));
    expect(() => send(campaignToPullRequest()[0]!)).toThrow(expect.objectContaining({ code: "store.cursor.moved" }));
  });

  test("one past the head is an error", () => {
    const { store, send } = testStore();
    store.db.exec("UPDATE projection_state SET last_applied_sequence = 9 WHERE projector = 'projection.jobs'");
    expect(() => bootstrapProjections(store)).toThrow(expect.objectContaining({ code: "store.cursor.ahead" }));
    expect(() => send(campaignToPullRequest()[0]!)).toThrow(expect.objectContaining({ code: "store.cursor.moved" }));
    expect(headSequence(store)).toBe(0);
  });
});

describe("invariant 5: snapshots", () => {
  test("a snapshot at n and the events after n make the snapshot at the head", () => {
    fc.assert(
      fc.property(commandSequence, fc.nat(60), (commands, at) => {
        const store = live(commands);
        const head = headSequence(store);
        const n = Math.min(at, head);
        const copy = emptyStore();
        copyEvents(store, copy, 0, n);
        bootstrapProjections(copy);
        expect(readSnapshot(copy).snapshotSequence).toBe(n);
        copyEvents(store, copy, n, head);
        bootstrapProjections(copy);
        expect(readSnapshot(copy)).toEqual(readSnapshot(store));
        expect(readSnapshot(store).snapshotSequence).toBe(head);
      }),
      RUNS,
    );
  });

  test("its sequence is the least of its projections'", () => {
    const { store, send } = testStore();
    for (const command of campaignToPullRequest()) send(command);
    store.db.exec("UPDATE projection_state SET last_applied_sequence = 5 WHERE projector = 'projection.checks'");
    expect(readSnapshot(store).snapshotSequence).toBe(5);
  });
});
