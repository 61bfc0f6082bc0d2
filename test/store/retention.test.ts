import { expect, test } from "vitest";
import { findDiff, saveDiff } from "../../src/store/diff-blobs.js";
import { failDelivery, finishDelivery, storeDelivery } from "../../src/store/inbox.js";
import { forgetBatch } from "../../src/store/retention.js";
import { campaignToPullRequest } from "./stories.js";
import { testStore } from "./support.js";

const DAY_MS = 86_400_000;
const KEEP = { deliveriesMs: 3 * DAY_MS, diffsMs: 30 * DAY_MS };

test("finished deliveries go after their time; what waits or is dead stays", () => {
  const { store, clock } = testStore();
  for (const delivery_id of ["done", "ignored", "pending", "dead"]) {
    storeDelivery(store, { delivery_id, event_name: "push", action: null, installation_id: null, payload_json: "{}" });
  }
  finishDelivery(store, "done", "command");
  finishDelivery(store, "ignored", null);
  failDelivery(store, "dead", "no", 1);
  clock.advance(KEEP.deliveriesMs);
  expect(forgetBatch(store, KEEP)).toEqual({ deliveries: 0, diffs: 0 });
  clock.advance(1);
  expect(forgetBatch(store, KEEP)).toEqual({ deliveries: 2, diffs: 0 });
  expect(store.db.prepare("SELECT delivery_id FROM webhook_inbox ORDER BY 1").pluck().all()).toEqual([
    "dead",
    "pending",
  ]);
});

test("diffs go a while after their migration has ended, and not before", () => {
  const { store, clock, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const range = { migration_id: "m1", from_attempt_count: 0, to_attempt_count: 1 };
  saveDiff(store, range, "--- a\n");
  clock.advance(2 * KEEP.diffsMs);
  expect(forgetBatch(store, KEEP).diffs).toBe(0);
  send({ type: "migration.pr.record", migration_id: "m1", pull_request: { state: "merged", pr_number: 12 } });
  expect(forgetBatch(store, KEEP).diffs).toBe(0);
  clock.advance(KEEP.diffsMs + 1);
  expect(forgetBatch(store, KEEP).diffs).toBe(1);
  expect(findDiff(store, range)).toBeUndefined();
});

test("much is deleted in parts", () => {
  const { store, clock } = testStore();
  store.db.pragma("synchronous = OFF");
  for (let at = 0; at < 700; at++) {
    const delivery_id = String(at);
    storeDelivery(store, { delivery_id, event_name: "push", action: null, installation_id: null, payload_json: "{}" });
    finishDelivery(store, delivery_id, null);
  }
  clock.advance(KEEP.deliveriesMs + 1);
  expect([1, 2, 3].map(() => forgetBatch(store, KEEP).deliveries)).toEqual([500, 200, 0]);
});
