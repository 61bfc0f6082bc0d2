import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { campaignDecider } from "../../src/campaign/campaign.js";
import { migrationDecider } from "../../src/campaign/migration.js";
import type { Clock, IdSource } from "../../src/domain/ids.js";
import { isCampaignCommand, type OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import { dispatch, type DispatchResult } from "../../src/store/dispatch.js";
import { closeStore, openStore, type StoreOptions } from "../../src/store/open-store.js";
import { PROJECTORS } from "../../src/store/projectors/projectors.js";
import type { Store } from "../../src/store/store.js";

export interface TestClock extends Clock {
  advance(ms: number): void;
}

/** Stands still unless it is advanced. */
export function testClock(): TestClock {
  let time = Date.UTC(2026, 0, 1);
  return {
    now: () => new Date(time),
    advance(ms) {
      time += ms;
    },
  };
}

export function testIds(prefix = "id"): IdSource {
  let count = 0;
  return { next: () => `${prefix}-${++count}` };
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "onx-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface TestStore {
  readonly store: Store;
  readonly clock: TestClock;
  readonly file: string;
  /** Dispatches as a client, with a command id of its own unless one is given. */
  send(command: OrchestrationCommand, commandId?: string): DispatchResult;
}

/** A store in a real file, closed and deleted after the test. */
export function testStore(options: Partial<StoreOptions> = {}): TestStore {
  const clock = testClock();
  const file = join(temporaryFolder(), "store.db");
  const store = openStore({ file, clock, ids: testIds(), ...options });
  onTestFinished(() => closeStore(store));
  const commandIds = testIds("command");
  return {
    store,
    clock,
    file,
    send: (command, commandId = commandIds.next()) => send(store, command, commandId),
  };
}

export function send(store: Store, command: OrchestrationCommand, command_id: string): DispatchResult {
  return isCampaignCommand(command)
    ? dispatch(store, campaignDecider, { command_id, command, actor_kind: "client" })
    : dispatch(store, migrationDecider, { command_id, command, actor_kind: "client" });
}

/** Every row of every projection and cursor, in a fixed order. */
export function dump(store: Store): unknown {
  const tables = [...PROJECTORS.map((projector) => projector.table), "projection_state"];
  return Object.fromEntries(
    tables.map((table) => {
      const rows = store.db.prepare(`SELECT * FROM ${table}`).all();
      return [table, rows.map((row) => JSON.stringify(row)).sort()];
    }),
  );
}
