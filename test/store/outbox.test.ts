import { describe, expect, test } from "vitest";
import { backoffMs } from "../../src/store/backoff.js";
import { LeaseLost } from "../../src/store/errors.js";
import { openStore } from "../../src/store/open-store.js";
import {
  completeEffect,
  deadEffects,
  enqueueEffect,
  failEffect,
  findEffect,
  leaseEffects,
  nextEffectAt,
  renewEffect,
  retryEffect,
} from "../../src/store/outbox.js";
import { fc } from "../support/fast-check.js";
import { testIds, testStore } from "./support.js";

const LEASE = { limit: 10, leaseMs: 60_000 };
const effect = { effect_key: "pr:m1:a1", kind: "pr-open", request: { head: "b" } };

describe("an effect", () => {
  test("is there once, however often it is asked for", () => {
    const { store } = testStore();
    expect(enqueueEffect(store, effect, 4)).toBe(true);
    expect(enqueueEffect(store, { ...effect, request: "other" }, 9)).toBe(false);
    expect(leaseEffects(store, LEASE)).toMatchObject([{ ...effect, source_sequence: 4, attempts: 1 }]);
  });

  test("is leased by one at a time", () => {
    const { store, file, clock } = testStore();
    enqueueEffect(store, effect, 1);
    const other = openStore({ file, clock, ids: testIds("other") });
    expect(leaseEffects(store, LEASE)).toHaveLength(1);
    expect(leaseEffects(other, LEASE)).toEqual([]);
    other.db.close();
  });

  test("done is done, also when it is asked for again", () => {
    const { store, clock } = testStore();
    enqueueEffect(store, effect, 1);
    const [held] = leaseEffects(store, LEASE);
    completeEffect(store, held!, { pr_number: 12 });
    expect(enqueueEffect(store, effect, 2)).toBe(false);
    clock.advance(1e9);
    expect(leaseEffects(store, LEASE)).toEqual([]);
    expect(findEffect(store, effect.effect_key)).toMatchObject({ status: "done", result_json: '{"pr_number":12}' });
    expect(nextEffectAt(store)).toBeUndefined();
  });

  test("that failed waits until its time", () => {
    const { store, clock } = testStore();
    enqueueEffect(store, effect, 1);
    const [held] = leaseEffects(store, LEASE);
    const retryAt = new Date(clock.now().getTime() + 5000);
    failEffect(store, held!, "502", retryAt);
    expect(nextEffectAt(store)).toEqual(retryAt);
    clock.advance(4999);
    expect(leaseEffects(store, LEASE)).toEqual([]);
    clock.advance(1);
    expect(leaseEffects(store, LEASE)).toMatchObject([{ attempts: 2 }]);
  });

  test("that is of no use to try again is dead, listed, and can be taken up again", () => {
    const { store } = testStore();
    enqueueEffect(store, effect, 1);
    const [held] = leaseEffects(store, LEASE);
    expect(retryEffect(store, effect.effect_key)).toBe(false);
    failEffect(store, held!, "403", "never");
    expect(leaseEffects(store, LEASE)).toEqual([]);
    expect(deadEffects(store, 10)).toMatchObject([{ effect_key: "pr:m1:a1", last_error: "403" }]);
    expect(retryEffect(store, effect.effect_key)).toBe(true);
    expect(leaseEffects(store, LEASE)).toMatchObject([{ attempts: 1 }]);
  });

  test("the oldest come first", () => {
    const { store, clock } = testStore();
    for (const key of ["z", "a", "m"]) {
      enqueueEffect(store, { ...effect, effect_key: key }, 1);
      clock.advance(1);
    }
    const keys = leaseEffects(store, { ...LEASE, limit: 2 }).map((leased) => leased.effect_key);
    expect(keys).toEqual(["z", "a"]);
  });
});

describe("a lease", () => {
  test("that expired is another's, and its first holder is told", () => {
    const { store, clock } = testStore();
    enqueueEffect(store, effect, 1);
    const [first] = leaseEffects(store, LEASE);
    clock.advance(LEASE.leaseMs);
    const [second] = leaseEffects(store, LEASE);
    expect(second).toMatchObject({ attempts: 2 });
    expect(() => completeEffect(store, first!, {})).toThrow(LeaseLost);
    expect(() => failEffect(store, first!, "late", "never")).toThrow(LeaseLost);
    expect(() => renewEffect(store, first!, 1)).toThrow(LeaseLost);
    completeEffect(store, second!, {});
    expect(() => completeEffect(store, second!, {})).toThrow(LeaseLost);
  });

  test("that is renewed runs on", () => {
    const { store, clock } = testStore();
    enqueueEffect(store, effect, 1);
    const [held] = leaseEffects(store, LEASE);
    clock.advance(LEASE.leaseMs - 1);
    renewEffect(store, held!, LEASE.leaseMs);
    clock.advance(LEASE.leaseMs - 1);
    expect(leaseEffects(store, LEASE)).toEqual([]);
    completeEffect(store, held!, {});
  });

  test("that keeps expiring says how often", () => {
    const { store, clock } = testStore();
    enqueueEffect(store, effect, 1);
    for (let attempt = 1; attempt <= 3; attempt++) {
      expect(leaseEffects(store, LEASE)).toMatchObject([{ attempts: attempt }]);
      clock.advance(LEASE.leaseMs);
    }
    expect(leaseEffects(store, LEASE)).toMatchObject([{ attempts: 4 }]);
    expect(findEffect(store, effect.effect_key)?.last_error).toBe("the lease expired before an answer came");
  });
});

describe("back-off", () => {
  test("doubles from a second to a quarter of an hour", () => {
    expect([1, 2, 3, 10, 11, 50].map((attempts) => backoffMs(attempts, 1))).toEqual([
      1000, 2000, 4000, 512_000, 900_000, 900_000,
    ]);
  });

  test("chance moves it within its upper half, never beyond", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (n, r) => {
          expect(backoffMs(n, r)).toBeGreaterThanOrEqual(backoffMs(n, 1) / 2);
          expect(backoffMs(n, r)).toBeLessThanOrEqual(backoffMs(n, 1));
        },
      ),
    );
  });
});
