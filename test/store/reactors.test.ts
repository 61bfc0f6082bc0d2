import { describe, expect, test } from "vitest";
import { headSequence } from "../../src/store/events.js";
import { findEffect, leaseEffects } from "../../src/store/outbox.js";
import { rebuildProjections } from "../../src/store/projections.js";
import { advanceReactor, type Reactor, reactorCursor, registerReactor } from "../../src/store/reactors.js";
import { campaignToPullRequest } from "./stories.js";
import { testStore } from "./support.js";

const pushes: Reactor = {
  name: "pushes",
  react(event) {
    if (event.type !== "migration.branch-push-requested") return [];
    const effect_key = `push:${event.stream_id}:${event.payload.attempt_id}`;
    return [{ effect_key, kind: "branch-push", request: event.payload }];
  },
};

function storeWithStory() {
  const setup = testStore();
  registerReactor(setup.store, pushes.name, 0);
  for (const command of campaignToPullRequest()) setup.send(command);
  return setup;
}

describe("invariant 6: effects run in reactors with their own cursor", () => {
  test("each event is reacted to once", () => {
    const { store } = storeWithStory();
    expect(advanceReactor(store, pushes)).toBe(1);
    expect(reactorCursor(store, pushes.name)).toBe(headSequence(store));
    expect(advanceReactor(store, pushes)).toBe(0);
    expect(findEffect(store, "push:m1:a1")).toMatchObject({ source_sequence: 13, status: "pending" });
  });

  test("a rebuild of the projections fires nothing", () => {
    const { store } = storeWithStory();
    advanceReactor(store, pushes);
    leaseEffects(store, { limit: 1, leaseMs: 1 });
    rebuildProjections(store);
    expect(advanceReactor(store, pushes)).toBe(0);
    expect(store.db.prepare("SELECT COUNT(*) FROM effect_outbox").pluck().get()).toBe(1);
  });

  test("a reactor that fails has enqueued nothing and has not moved", () => {
    const { store } = storeWithStory();
    const failing: Reactor = {
      name: pushes.name,
      react(event) {
        if (event.type === "migration.pr-opened") throw new Error("crash");
        return pushes.react(event);
      },
    };
    expect(() => advanceReactor(store, failing)).toThrow("crash");
    expect(findEffect(store, "push:m1:a1")).toBeUndefined();
    expect(reactorCursor(store, pushes.name)).toBe(0);
    expect(advanceReactor(store, pushes)).toBe(1);
  });

  test("a new one may begin at the head, and registering again changes nothing", () => {
    const { store } = storeWithStory();
    registerReactor(store, "late", headSequence(store));
    registerReactor(store, "late", 0);
    expect(advanceReactor(store, { ...pushes, name: "late" })).toBe(0);
  });
});

describe("invariant 3: its cursor", () => {
  test("missing is an error, never a beginning", () => {
    const { store } = testStore();
    expect(() => advanceReactor(store, pushes)).toThrow(expect.objectContaining({ code: "store.cursor.missing" }));
  });

  test("past the head is an error", () => {
    const { store } = testStore();
    registerReactor(store, pushes.name, 5);
    expect(() => advanceReactor(store, pushes)).toThrow(expect.objectContaining({ code: "store.cursor.ahead" }));
  });
});
