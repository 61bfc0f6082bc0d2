import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { campaignEventSchema } from "../../src/domain/orchestration/campaign-events.js";
import { orchestrationEventSchema } from "../../src/domain/orchestration/envelope.js";
import { migrationEventSchema } from "../../src/domain/orchestration/migration-events.js";
import { currentVersion, UPCASTERS } from "../../src/domain/orchestration/upcasting.js";
import { readEventsAfter } from "../../src/store/events.js";
import { PROJECTORS } from "../../src/store/projectors/projectors.js";
import type { Store } from "../../src/store/store.js";
import { testStore } from "./support.js";

/**
 * `TYPE/vN.json`: one payload as version N of the product stored it. The files of a type are the same event in every version, so that
 * each, when it is read, has to become what the newest file holds.
 */
const FOLDER = new URL("../../fixtures/events/", import.meta.url);

const TYPES = [...campaignEventSchema.options, ...migrationEventSchema.options].map(({ shape }) => shape.type.value);
const GOLDEN = readdirSync(FOLDER).flatMap((type) =>
  readdirSync(new URL(`${type}/`, FOLDER)).map((file) => ({
    type,
    version: Number(/^v(\d+)\.json$/.exec(file)?.[1]),
    text: readFileSync(new URL(`${type}/${file}`, FOLDER), "utf8"),
  })),
);

describe("invariant 6: golden payloads of every version", () => {
  test("every event that was ever written can still be written or is upcast, and has a file for each of its versions", () => {
    const wanted = TYPES.flatMap((type) =>
      Array.from({ length: currentVersion(type, UPCASTERS) }, (_, at) => `${type}/v${at + 1}`),
    );
    expect(GOLDEN.map(({ type, version }) => `${type}/v${version}`).sort()).toEqual(wanted.sort());
  });

  test("each reads as the newest of its type, which is what is written today; the stored text stays", () => {
    const { store } = testStore();
    for (const [at, golden] of GOLDEN.entries()) insertAsStored(store, at + 1, golden);
    const events = readEventsAfter(store, 0, GOLDEN.length + 1);
    const read = events.map(({ type, payload }) => ({ type, payload }));
    expect(read).toEqual(GOLDEN.map(({ type }) => ({ type, payload: JSON.parse(newest(type)) })));
    expect(read.map((event) => orchestrationEventSchema.parse(event))).toEqual(read);
    expect(() => events.flatMap((event) => PROJECTORS.flatMap((one) => one.project(event)))).not.toThrow();
    const texts = store.db.prepare("SELECT payload_json FROM orchestration_events ORDER BY sequence").pluck().all();
    expect(texts).toEqual(GOLDEN.map(({ text }) => text));
  });
});

function newest(type: string): string {
  const version = currentVersion(type, UPCASTERS);
  return GOLDEN.find((golden) => golden.type === type && golden.version === version)?.text ?? "";
}

/** As a store of that time would have it: a version 1 is not said. */
function insertAsStored({ db }: Store, at: number, { type, version, text }: (typeof GOLDEN)[number]): void {
  db.prepare(
    `INSERT INTO orchestration_events (event_id, aggregate_kind, stream_id, stream_version, event_type, occurred_at,
       actor_kind, payload_json, metadata_json)
     VALUES (?, ?, 's', ?, ?, '2026-01-01T00:00:00.000Z', 'server', ?, ?)`,
  ).run(`e${at}`, type.split(".")[0], at, type, text, JSON.stringify(version === 1 ? {} : { schemaVersion: version }));
}
