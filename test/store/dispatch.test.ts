import { describe, expect, test, vi } from "vitest";
import { readEventsAfter, readStream } from "../../src/store/events.js";
import { findReceipt } from "../../src/store/receipts.js";
import { CommandConflict } from "../../src/store/errors.js";
import { getMigration } from "../../src/store/reads/migrations.js";
import { getPullRequest } from "../../src/store/reads/pull-requests.js";
import { campaignToPullRequest } from "./stories.js";
import { dump, testStore } from "./support.js";

const [create] = campaignToPullRequest();
const RELEASE = { core_repo: "acme/core", package: "@acme/core", from_version: "2.0.0", to_version: "3.0.0" };

describe("invariant 2: the receipt, the events and the projections are one", () => {
  test("a story of commands ends in rows that pages can show", () => {
    const { store, send } = testStore();
    for (const command of campaignToPullRequest()) expect(send(command)).toMatchObject({ status: "accepted" });
    expect(getMigration(store, "m1")).toMatchObject({ status: "pr_open", base_sha: "beef", latest_attempt_id: "a1" });
    expect(getPullRequest(store, "m1")).toMatchObject({ state: "open", pr_number: 12, adopted: 0 });
    expect(readStream(store, "migration", "m1").map((event) => event.type)).toMatchInlineSnapshot(`
      [
        "migration.created",
        "migration.attempt-start-requested",
        "migration.attempt-started",
        "migration.job-set",
        "migration.checkpoint-captured",
        "migration.operation-recorded",
        "migration.operation-recorded",
        "migration.approval-requested",
        "migration.attempt-completed",
        "migration.branch-push-requested",
        "migration.branch-pushed",
        "migration.pr-open-requested",
        "migration.pr-opened",
        "migration.checks-recorded",
      ]
    `);
  });

  test("the same command again returns the first result and appends nothing", () => {
    const { store, send } = testStore();
    const first = send(create!, "one");
    const before = readEventsAfter(store, 0, 100);
    expect(send(create!, "one")).toEqual({ ...first, duplicate: true });
    expect(readEventsAfter(store, 0, 100)).toEqual(before);
  });

  test("the same command id for something else is a typed conflict", () => {
    const { store, send } = testStore();
    send(create!, "one");
    const before = dump(store);
    expect(() => send({ type: "campaign.start", campaign_id: "c1" }, "one")).toThrow(CommandConflict);
    expect(() => send({ ...create!, campaign_id: "c2" } as typeof create & object, "one")).toThrow(CommandConflict);
    expect(dump(store)).toEqual(before);
  });

  test("a rejection is a receipt, and is repeated word for word", () => {
    const { store, send } = testStore();
    const first = send({ type: "campaign.start", campaign_id: "nowhere" }, "one");
    expect(first).toMatchObject({ status: "rejected", code: "campaign.unknown", duplicate: false });
    expect(findReceipt(store, "one")).toMatchObject({ status: "rejected", result_sequence: 0 });
    expect(send({ type: "campaign.start", campaign_id: "nowhere" }, "one")).toEqual({ ...first, duplicate: true });
    send(create!);
    expect(readEventsAfter(store, 0, 100)).toHaveLength(1);
  });

  test("an error in a projection leaves neither event nor receipt, and the command can be sent again", () => {
    const { store, send } = testStore();
    store.db.exec(
      "CREATE TRIGGER disk_full BEFORE INSERT ON projection_campaigns BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(() => send(create!, "one")).toThrow(/disk full/);
    expect(readEventsAfter(store, 0, 100)).toEqual([]);
    expect(findReceipt(store, "one")).toBeUndefined();
    store.db.exec("DROP TRIGGER disk_full");
    expect(send(create!, "one")).toMatchObject({ status: "accepted", duplicate: false, sequence: 1 });
  });

  test("two migrations of one repository in one campaign are told apart by the tables, in one line", () => {
    const { send } = testStore();
    const migration = campaignToPullRequest().find((command) => command.type === "migration.create")!;
    send(migration);
    expect(() => send({ ...migration, migration_id: "m2" })).toThrow(
      expect.objectContaining({ code: "store.projection.conflict" }),
    );
  });

  test("a command that is not valid is refused before anything is stored", () => {
    const { store, send } = testStore();
    expect(() => send({ ...create!, title: "" } as typeof create & object, "one")).toThrow(
      expect.objectContaining({ code: "store.command.invalid" }),
    );
    expect(findReceipt(store, "one")).toBeUndefined();
  });

  test("those who listen hear of a command after its commit, and not of one that changed nothing", async () => {
    const { store, send } = testStore();
    const heard: unknown[] = [];
    store.notifier.subscribe((head) => heard.push([head, store.db.inTransaction, readEventsAfter(store, 0, 9).length]));
    send(create!, "one");
    send(create!, "one");
    send({ type: "campaign.start", campaign_id: "c1" });
    await Promise.resolve();
    expect(heard).toEqual([[1, false, 1]]);
  });
});

test("invariant 8: a statement is compiled once, however many commands there are", () => {
  const { store, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const prepare = vi.spyOn(store.db, "prepare");
  const exec = vi.spyOn(store.db, "exec");
  for (const [at, command] of campaignToPullRequest().entries()) send(command, `again-${at}`);
  send({ type: "campaign.create", ...RELEASE, campaign_id: "c2", title: "another" });
  expect([prepare.mock.calls, exec.mock.calls]).toEqual([[], []]);
});
