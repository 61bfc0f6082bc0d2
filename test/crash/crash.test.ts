import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { databaseIn, openAppStore } from "../../src/app/database.js";
import { auditStore } from "../../src/store/audit.js";
import { closeStore } from "../../src/store/open-store.js";
import { rebuildProjections } from "../../src/store/projections.js";
import { findReceipt } from "../../src/store/receipts.js";
import type { Store } from "../../src/store/store.js";
import { dump } from "../store/support.js";
import { temporaryFolder } from "../support/temp.js";
import { CRASH_POINTS, drain, liveAndDie } from "./kills.js";

/** `npm run test:crash` asks for more. */
const KILLS = Number(process.env["CRASH_KILLS"] ?? 8);
const PER_KILL_MS = 15_000;

test(
  `${KILLS} kills: nothing acknowledged is lost, nothing is there by half, nothing is done twice`,
  async () => {
    const folder = await temporaryFolder("onx-crash");
    const acknowledged: string[] = [];
    let crashes = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      // Every other one at a named point, and all points in turn.
      const point = kill % 2 === 0 ? CRASH_POINTS[(kill / 2) % CRASH_POINTS.length] : undefined;
      const { lines, crashed, exitCode } = await liveAndDie(folder, Math.random(), point);
      expect(exitCode).toBeNull();
      if (crashed) crashes += 1;
      acknowledged.push(...lines.filter((line) => line !== "ready"));
      expectCommittedAsOne(folder);
      expectKept(folder, acknowledged);
    }
    const { lines, exitCode } = await drain(folder);
    expect(exitCode).toBe(0);
    acknowledged.push(...lines.filter((line) => line !== "ready"));
    expectKept(folder, acknowledged);
    expectAllDoneOnce(folder);
    console.log(`${KILLS} kills, ${crashes} of them at named points; ${acknowledged.length} acknowledged, 0 lost`);
  },
  (KILLS + 4) * PER_KILL_MS,
);

/** As the process left it, before anything brings the projections to the head. */
function expectCommittedAsOne(folder: string): void {
  if (!existsSync(databaseIn(folder))) return;
  const db = new Sqlite(databaseIn(folder));
  const head = db.prepare("SELECT COALESCE(MAX(sequence), 0) FROM orchestration_events").pluck().get();
  const cursors = db.prepare("SELECT DISTINCT last_applied_sequence FROM projection_state").pluck().all();
  db.close();
  expect(cursors).toEqual([head]);
}

function expectKept(folder: string, acknowledged: readonly string[]): void {
  withStore(folder, (store) => {
    expect(auditStore(store)).toEqual([]);
    for (const line of acknowledged) {
      const [what, id = "", sequence] = line.split(" ");
      if (what === "delivered") expect(delivery(store, id)).toBeDefined();
      else
        expect([line, findReceipt(store, id)]).toMatchObject([
          line,
          { status: what, result_sequence: Number(sequence) },
        ]);
    }
  });
  const done = worldLog(folder);
  expect(done).toHaveLength(new Set(done).size);
}

function expectAllDoneOnce(folder: string): void {
  withStore(folder, (store) => {
    const column = (sql: string): unknown[] => store.db.prepare(sql).pluck().all();
    expect(column("SELECT DISTINCT status FROM webhook_inbox")).toEqual(["processed"]);
    expect(column("SELECT DISTINCT status FROM effect_outbox")).toEqual(["done"]);
    expect(column("SELECT effect_key FROM effect_outbox ORDER BY 1")).toEqual(worldLog(folder).sort());
    expect(column("SELECT DISTINCT status FROM projection_migrations")).toEqual(["pr_open"]);
    expect(column("SELECT status FROM orchestration_command_receipts WHERE status = 'rejected'")).toEqual([]);
    const migrations = column("SELECT COUNT(*) FROM projection_migrations")[0];
    expect(migrations).toBe(2 * column("SELECT 1 FROM webhook_inbox").length);
    const live = dump(store);
    rebuildProjections(store);
    expect(dump(store)).toEqual(live);
  });
}

function withStore(folder: string, work: (store: Store) => void): void {
  const store = openAppStore(databaseIn(folder));
  try {
    work(store);
  } finally {
    closeStore(store);
  }
}

function delivery(store: Store, id: string): unknown {
  return store.db.prepare("SELECT 1 FROM webhook_inbox WHERE delivery_id = ?").get(id);
}

/** Keys of what was done outside, in order. */
function worldLog(folder: string): string[] {
  const file = join(folder, "world.log");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(0, -1) : [];
}
