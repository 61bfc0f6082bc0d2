import { expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.js";
import { pauseWrites, takeWrite } from "../../src/store/write-budget.js";
import { testIds, testStore } from "./support.js";

const MINUTE_MS = 60_000;

test("80 writes a minute, and as the oldest of them ages there is one more", () => {
  const { store, clock } = testStore();
  for (let count = 0; count < 80; count++) {
    expect(takeWrite(store, "7")).toBeUndefined();
    clock.advance(100);
  }
  const free = new Date(clock.now().getTime() - 8_000 + MINUTE_MS);
  expect(takeWrite(store, "7")).toEqual(free);
  expect(takeWrite(store, "8")).toBeUndefined();
  clock.advance(free.getTime() - clock.now().getTime());
  expect(takeWrite(store, "7")).toBeUndefined();
  expect(takeWrite(store, "7")).toEqual(new Date(free.getTime() + 100));
});

test("500 writes an hour, however evenly they come", () => {
  const { store, clock } = testStore();
  store.db.pragma("synchronous = OFF");
  const start = clock.now().getTime();
  for (let count = 0; count < 500; count++) {
    expect(takeWrite(store, "7")).toBeUndefined();
    clock.advance(1_000);
  }
  expect(takeWrite(store, "7")).toEqual(new Date(start + 60 * MINUTE_MS));
});

test("what was spent stays spent over a restart, and is forgotten after an hour", () => {
  const { store, file, clock } = testStore();
  for (let count = 0; count < 80; count++) takeWrite(store, "7");
  const again = openStore({ file, clock, ids: testIds("again") });
  expect(takeWrite(again, "7")).toBeDefined();
  clock.advance(60 * MINUTE_MS);
  expect(takeWrite(again, "7")).toBeUndefined();
  expect(again.db.prepare("SELECT COUNT(*) FROM write_budget").pluck().get()).toBe(1);
  again.db.close();
});

test("a pause holds up an installation's writes and is never shortened", () => {
  const { store, clock } = testStore();
  const until = new Date(clock.now().getTime() + 5_000);
  pauseWrites(store, "7", until);
  pauseWrites(store, "7", clock.now());
  expect(takeWrite(store, "7")).toEqual(until);
  expect(takeWrite(store, "8")).toBeUndefined();
  clock.advance(5_000);
  expect(takeWrite(store, "7")).toBeUndefined();
});
