import { join } from "node:path";
import { openAppStore } from "../../src/app/database.js";
import { readEventsAfter } from "../../src/store/events.js";
import { closeStore } from "../../src/store/open-store.js";
import type { Write } from "../../src/store/projectors/projector.js";
import { PROJECTORS } from "../../src/store/projectors/projectors.js";
import type { Store } from "../../src/store/store.js";
import { createTemporaryFolder } from "../support/temp.js";
import { costOf, inTurns, type Measurement } from "./measure.js";
import { numberedStories, tell } from "./store-stories.js";

/** Many short ones: on a busy machine some of them are left alone. */
const COMMAND_RUNS = 30;
const STORIES_A_RUN = 30;
const REPLAY_RUNS = 9;
const STORIES_TO_REPLAY = 3_000;
const PAGE = 1_000;

/** Whole commands against the bare writing of the same rows; reading events against SQLite and JSON alone. */
export async function benchStore(): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench");
  try {
    return [...benchCommands(folder.path), benchReplay(folder.path)];
  } finally {
    await folder.remove();
  }
}

function benchCommands(folder: string): Measurement[] {
  const store = openAppStore(join(folder, "commands.db"));
  const bare = openAppStore(join(folder, "bare.db"));
  let next = 1;
  let commands = 0;
  let from = 0;
  const { wall, cpu } = inTurns(
    COMMAND_RUNS,
    () => {
      from = lastSequence(store);
      const stories = numberedStories(next, STORIES_A_RUN);
      commands = stories.length;
      const took = costOf(() => tell(store, `run-${next}`, stories));
      next += STORIES_A_RUN;
      return took;
    },
    () => {
      const work = rowsSince(store, from);
      return costOf(() => writeBare(bare, work));
    },
  );
  closeStore(store);
  closeStore(bare);
  const perSecond = ((commands / wall.measured) * 1_000).toFixed(0);
  const floor = "the same rows and commits";
  return [
    { name: `${commands} commands, ${perSecond} a second`, ...wall, floor, bar: 1.25 },
    { name: `${commands} commands, processor's time`, ...cpu, floor, bar: 1.7 },
  ];
}

function benchReplay(folder: string): Measurement {
  const store = openAppStore(join(folder, "replay.db"));
  store.db.pragma("synchronous = OFF");
  tell(store, "told", numberedStories(1, STORIES_TO_REPLAY));
  const events = lastSequence(store);
  const { wall } = inTurns(
    REPLAY_RUNS,
    () => costOf(() => replay(store)),
    () => costOf(() => readAndParse(store)),
  );
  closeStore(store);
  const perSecond = ((events / wall.measured) * 1_000).toFixed(0);
  return { name: `replay, ${perSecond} events a second`, ...wall, floor: "read and parse", bar: 1.43 };
}

function replay(store: Store): void {
  for (let position = 0; ;) {
    const last = readEventsAfter(store, position, PAGE).at(-1);
    if (last === undefined) return;
    position = last.sequence;
  }
}

function readAndParse(store: Store): void {
  const page = store.db.prepare("SELECT * FROM orchestration_events WHERE sequence > ? ORDER BY sequence LIMIT ?");
  for (let position = 0; ;) {
    const rows = page.all(position, PAGE) as { sequence: number; payload_json: string; metadata_json: string }[];
    for (const { payload_json, metadata_json } of rows) {
      JSON.parse(payload_json);
      JSON.parse(metadata_json);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    position = last.sequence;
  }
}

/** What one command left in the tables. */
interface Rows {
  readonly events: readonly Record<string, unknown>[];
  readonly writes: readonly Write[];
  readonly receipt: Record<string, unknown>;
}

function rowsSince(store: Store, sequence: number): readonly Rows[] {
  const receipts = store.db
    .prepare("SELECT * FROM orchestration_command_receipts WHERE result_sequence > ? ORDER BY rowid")
    .all(sequence) as Record<string, unknown>[];
  const rows = store.db.prepare("SELECT * FROM orchestration_events WHERE command_id = ? ORDER BY sequence");
  const events = new Map(readEventsAfter(store, sequence, 100_000).map((event) => [event.sequence, event]));
  return receipts.map((receipt) => {
    const own = rows.all(receipt["command_id"]) as Record<string, unknown>[];
    const writes = own.flatMap((row) => {
      const event = events.get(Number(row["sequence"]));
      return event === undefined ? [] : PROJECTORS.flatMap((projector) => projector.project(event));
    });
    return { events: own, writes, receipt };
  });
}

function writeBare({ db }: Store, work: readonly Rows[]): void {
  const [first] = work;
  if (first === undefined) return;
  const insertEvent = db.prepare(insertSql("orchestration_events", first.events[0] ?? {}));
  const insertReceipt = db.prepare(insertSql("orchestration_command_receipts", first.receipt));
  const moveCursors = db.prepare("UPDATE projection_state SET last_applied_sequence = ?, updated_at = ?");
  const known = new Map(work.flatMap(({ writes }) => writes).map(({ sql }) => [sql, db.prepare(sql)]));
  const commit = db.transaction(({ events, writes, receipt }: Rows) => {
    for (const event of events) insertEvent.run(event);
    for (const { sql, values } of writes) known.get(sql)?.run(values);
    moveCursors.run(receipt["result_sequence"], receipt["accepted_at"]);
    insertReceipt.run(receipt);
  });
  for (const rows of work) commit.immediate(rows);
}

function insertSql(table: string, row: object): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((column) => `@${column}`).join(", ")})`;
}

function lastSequence({ db }: Store): number {
  return db.prepare("SELECT COALESCE(MAX(sequence), 0) FROM orchestration_events").pluck().get() as number;
}
