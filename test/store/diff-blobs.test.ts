import { expect, test } from "vitest";
import { findDiff, saveDiff } from "../../src/store/diff-blobs.js";
import { testStore } from "./support.js";

const range = { migration_id: "m1", from_attempt_count: 0, to_attempt_count: 1 };

test("invariant 7: an attempt's diff is read from the blobs", () => {
  const { store } = testStore();
  expect(findDiff(store, range)).toBeUndefined();
  saveDiff(store, range, "--- a\n+++ b\n");
  saveDiff(store, range, "--- a\n+++ b\n");
  expect(findDiff(store, range)).toMatchObject({ ...range, diff: "--- a\n+++ b\n" });
});

test("another diff for the same attempts is refused", () => {
  const { store } = testStore();
  saveDiff(store, range, "one");
  expect(() => saveDiff(store, range, "two")).toThrow(/another diff is kept already for m1, attempts 0 to 1/);
  expect(findDiff(store, range)).toMatchObject({ diff: "one" });
});

test("one that was damaged is not handed out", () => {
  const { store } = testStore();
  saveDiff(store, range, "one");
  store.db.exec("UPDATE checkpoint_diff_blobs SET diff = 'two'");
  expect(() => findDiff(store, range)).toThrow(/not what was stored/);
});
