import { describe, expect, test } from "vitest";
import type { CampaignEvent } from "../../src/domain/orchestration/campaign-events.js";
import type { StoredEvent } from "../../src/domain/orchestration/envelope.js";
import type { Upcaster } from "../../src/domain/orchestration/upcasting.js";
import { VersionConflict } from "../../src/store/errors.js";
import { appendInTransaction, type ExpectedVersion, readEventsAfter, readStream } from "../../src/store/events.js";
import { followEvents } from "../../src/store/follow.js";
import { openStore } from "../../src/store/open-store.js";
import { readSnapshot } from "../../src/store/snapshot.js";
import type { Store } from "../../src/store/store.js";
import { fc } from "../support/fast-check.js";
import { commandSequence } from "./commands.arbitrary.js";
import { campaignToPullRequest } from "./stories.js";
import { testIds, testStore } from "./support.js";

const created: CampaignEvent = {
  type: "campaign.created",
  payload: { title: "t", core_repo: "acme/core", package: "p", from_version: "1.0.0", to_version: "2.0.0" },
};

function append(store: Store, expected: ExpectedVersion, ...events: readonly CampaignEvent[]) {
  return store.db
    .transaction(() =>
      appendInTransaction(store, {
        aggregate_kind: "campaign",
        stream_id: "c1",
        expected,
        events,
        actor_kind: "provider",
        command_id: "cmd",
        causation_event_id: "cause",
        correlation_id: "talk",
        metadata: { deliveryId: "d-1", installationId: "42", repositoryId: 7 },
      }),
    )
    .immediate();
}

describe("invariant 1: expected versions", () => {
  test.each([
    ["none", 0],
    ["any", 0],
    [0, 0],
    ["any", 2],
    [2, 2],
  ] satisfies [ExpectedVersion, number][])("%s goes through at version %i", (expected, version) => {
    const { store } = testStore();
    append(store, "none", ...Array.from({ length: version }, () => created));
    expect(append(store, expected, created)).toMatchObject([{ stream_version: version + 1 }]);
  });

  test.each([
    ["none", 1],
    [0, 1],
    [2, 1],
    [1, 0],
  ] satisfies [ExpectedVersion, number][])("%s is a typed conflict at version %i", (expected, version) => {
    const { store } = testStore();
    append(store, "none", ...Array.from({ length: version }, () => created));
    expect(() => append(store, expected, created)).toThrow(VersionConflict);
    expect(() => append(store, expected, created)).toThrow(
      expect.objectContaining({ code: "store.version.conflict", actual: version }),
    );
    expect(readEventsAfter(store, 0, 10)).toHaveLength(version);
  });

  test("two writers of one stream: the second decides on what the first wrote", () => {
    const { store, file, clock } = testStore();
    const other = openStore({ file, clock, ids: testIds("other") });
    append(store, "none", created);
    expect(() => append(other, "none", created)).toThrow(VersionConflict);
    other.db.close();
  });
});

test("an event comes back with its whole envelope", () => {
  const { store } = testStore();
  const appended = append(store, "none", created);
  expect(readStream(store, "campaign", "c1")).toEqual(appended);
  expect(appended).toEqual([
    {
      sequence: 1,
      event_id: "id-1",
      aggregate_kind: "campaign",
      stream_id: "c1",
      stream_version: 1,
      occurred_at: "2026-01-01T00:00:00.000Z",
      command_id: "cmd",
      causation_event_id: "cause",
      correlation_id: "talk",
      actor_kind: "provider",
      metadata: { deliveryId: "d-1", installationId: "42", repositoryId: 7 },
      ...created,
    },
  ]);
});

test("an event that is not of the vocabulary is not stored", () => {
  const { store } = testStore();
  expect(() => append(store, "any", { type: "campaign.eaten", payload: {} } as unknown as CampaignEvent)).toThrow();
  expect(() => append(store, "any", { ...created, payload: {} } as unknown as CampaignEvent)).toThrow();
  expect(readEventsAfter(store, 0, 10)).toEqual([]);
});

test("events are append-only", () => {
  const { store } = testStore();
  append(store, "none", created);
  expect(() => store.db.exec("UPDATE orchestration_events SET payload_json = '{}'")).toThrow(/append-only/);
  expect(() => store.db.exec("DELETE FROM orchestration_events")).toThrow(/append-only/);
  expect(readEventsAfter(store, 0, 10)).toHaveLength(1);
});

test("pages are in order and exclusive", () => {
  const { store, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const all = readEventsAfter(store, 0, 1000);
  expect(all.map((event) => event.sequence)).toEqual(all.map((_event, at) => at + 1));
  expect(readEventsAfter(store, 3, 4)).toEqual(all.slice(3, 7));
  expect(readEventsAfter(store, all.length, 4)).toEqual([]);
});

describe("invariant 6: old versions are upcast on read", () => {
  const upcasters: readonly Upcaster[] = [
    { type: "campaign.started", from: 1, upcast: (payload) => ({ ...(payload as object), by: "nobody" }) },
    { type: "campaign.started", from: 2, upcast: (payload) => ({ ...(payload as object), seen: true }) },
  ];
  const golden = { type: "campaign.started", payload: { by: "nobody", seen: true } };

  test("through every version in between, and the stored text stays", () => {
    const { store, file, clock } = testStore();
    append(store, "none", { type: "campaign.started", payload: {} });
    const later = openStore({ file, clock, ids: testIds("later"), upcasters });
    expect(readEventsAfter(later, 0, 1)).toMatchObject([golden]);
    expect(store.db.prepare("SELECT payload_json FROM orchestration_events").pluck().get()).toBe("{}");
    later.db.close();
  });

  test("events written today say so and are left alone", () => {
    const { store } = testStore({ upcasters });
    append(store, "none", { type: "campaign.started", payload: {} });
    expect(readEventsAfter(store, 0, 1)).toMatchObject([{ payload: {}, metadata: { schemaVersion: 3 } }]);
    expect(readEventsAfter(store, 0, 1)[0]?.payload).toEqual({});
  });
});

describe("following", () => {
  async function take(events: AsyncGenerator<StoredEvent>, count: number): Promise<number[]> {
    const sequences: number[] = [];
    while (sequences.length < count) {
      const next = await events.next();
      if (next.done === true) break;
      sequences.push(next.value.sequence);
    }
    return sequences;
  }

  test("hands over from what is there to what comes, each once and in order", async () => {
    const { store, send } = testStore();
    const story = campaignToPullRequest();
    for (const command of story.slice(0, 4)) send(command);
    const following = followEvents(store, 2);
    expect(await take(following, 2)).toEqual([3, 4]);
    const rest = take(following, 5);
    for (const command of story.slice(4)) {
      send(command);
      await Promise.resolve();
    }
    expect(await rest).toEqual([5, 6, 7, 8, 9]);
    await following.return(undefined);
  });

  test("invariant 5: from a snapshot on, every later event comes once and in order, whenever it is committed", async () => {
    await fc.assert(
      fc.asyncProperty(commandSequence, fc.nat(30), fc.array(fc.nat(3)), async (commands, before, pauses) => {
        const { store, send } = testStore();
        store.db.pragma("synchronous = OFF");
        for (const command of commands.slice(0, before)) send(command);
        const { snapshotSequence } = readSnapshot(store);
        const reading = new AbortController();
        const seen = (async () => {
          const sequences: number[] = [];
          for await (const event of followEvents(store, snapshotSequence, reading.signal)) {
            sequences.push(event.sequence);
            for (let pause = 0; pause < (pauses[sequences.length] ?? 0); pause++) await Promise.resolve();
          }
          return sequences;
        })();
        for (const [at, command] of commands.slice(before).entries()) {
          send(command);
          for (let pause = 0; pause < (pauses[at] ?? 0); pause++) await Promise.resolve();
        }
        await new Promise((resolve) => setTimeout(resolve, 1));
        reading.abort();
        const later = readEventsAfter(store, snapshotSequence, 1_000).map((event) => event.sequence);
        expect(await seen).toEqual(later);
      }),
      { numRuns: 25 },
    );
  });

  test("ends when its reader or the store does", async () => {
    const { store } = testStore();
    const aborting = new AbortController();
    const waiting = followEvents(store, 0, aborting.signal).next();
    aborting.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const other = followEvents(store, 0).next();
    store.notifier.close();
    expect(await other).toEqual({ done: true, value: undefined });
  });
});
