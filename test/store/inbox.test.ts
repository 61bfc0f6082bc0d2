import { expect, test } from "vitest";
import {
  deadDeliveries,
  failDelivery,
  finishDelivery,
  type NewDelivery,
  pendingDeliveries,
  retryDelivery,
  storeDelivery,
} from "../../src/store/inbox.js";
import { testStore } from "./support.js";

function delivery(delivery_id: string): NewDelivery {
  return { delivery_id, event_name: "release", action: "published", installation_id: "42", payload_json: "{}" };
}

test("a delivery is kept once, whatever comes again", () => {
  const { store } = testStore();
  expect(storeDelivery(store, delivery("d1"))).toBe(true);
  expect(storeDelivery(store, { ...delivery("d1"), payload_json: '{"other":1}' })).toBe(false);
  expect(pendingDeliveries(store, 10)).toMatchObject([{ delivery_id: "d1", payload_json: "{}", attempts: 0 }]);
});

test("a redelivery of one that is finished does not wake it", () => {
  const { store } = testStore();
  storeDelivery(store, delivery("d1"));
  finishDelivery(store, "d1", "command-1");
  expect(storeDelivery(store, delivery("d1"))).toBe(false);
  expect(pendingDeliveries(store, 10)).toEqual([]);
});

test("the pending come in the order of arrival, up to a limit", () => {
  const { store, clock } = testStore();
  for (const id of ["z", "a", "m"]) {
    storeDelivery(store, delivery(id));
    clock.advance(1);
  }
  expect(pendingDeliveries(store, 2).map((row) => row.delivery_id)).toEqual(["z", "a"]);
});

test("processed by a command, or ignored for want of one", () => {
  const { store } = testStore();
  storeDelivery(store, delivery("d1"));
  storeDelivery(store, delivery("d2"));
  finishDelivery(store, "d1", "command-1");
  finishDelivery(store, "d2", null);
  expect(store.db.prepare("SELECT delivery_id, status, command_id FROM webhook_inbox ORDER BY 1").raw().all()).toEqual([
    ["d1", "processed", "command-1"],
    ["d2", "ignored", null],
  ]);
});

test("one that keeps failing is dead, can be listed, and can be taken up again", () => {
  const { store } = testStore();
  storeDelivery(store, delivery("d1"));
  failDelivery(store, "d1", "no such core", 2);
  expect(pendingDeliveries(store, 10)).toMatchObject([{ attempts: 1, last_error: "no such core" }]);
  expect(retryDelivery(store, "d1")).toBe(false);
  failDelivery(store, "d1", "still not", 2);
  expect(pendingDeliveries(store, 10)).toEqual([]);
  expect(deadDeliveries(store, 10)).toMatchObject([{ delivery_id: "d1", attempts: 2, last_error: "still not" }]);
  expect(retryDelivery(store, "d1")).toBe(true);
  expect(pendingDeliveries(store, 10)).toMatchObject([{ attempts: 0 }]);
});

test("a payload that is not JSON is not kept", () => {
  const { store } = testStore();
  expect(() => storeDelivery(store, { ...delivery("d1"), payload_json: "{" })).toThrow(/CHECK constraint/);
});
