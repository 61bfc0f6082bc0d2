import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { execa } from "execa";
import { openAppStore } from "../../src/app/database.js";
import { closeStore } from "../../src/store/open-store.js";
import type { Store } from "../../src/store/store.js";
import { createTemporaryFolder } from "../support/temp.js";
import type { Measurement } from "./measure.js";
import { numberedStories, tell } from "./store-stories.js";

const CHILD = fileURLToPath(new URL("rebuild-child.ts", import.meta.url));
const EVENTS = Number(process.env["BENCH_EVENTS"] ?? 1_000_000);

/** The memory that a rebuild of all projections takes, against that for a tenth of the events. */
export async function benchRebuild(): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench");
  try {
    const few = await rebuild(join(folder.path, "few.db"), EVENTS / 10);
    const many = await rebuild(join(folder.path, "many.db"), EVENTS);
    const rate = `${((many.events / many.ms) * 1_000).toFixed(0)} a second`;
    return [
      {
        name: `rebuild from ${many.events} events, ${rate}`,
        measured: many.peakMb,
        floor: `${few.events} events`,
        least: few.peakMb,
        bar: 1.25,
        unit: "MB",
      },
    ];
  } finally {
    await folder.remove();
  }
}

interface Rebuilt {
  readonly events: number;
  readonly ms: number;
  readonly peakMb: number;
}

async function rebuild(file: string, events: number): Promise<Rebuilt> {
  const store = openAppStore(file);
  fill(store, events);
  closeStore(store);
  const { stdout } = await execa(process.execPath, ["--import", "tsx", CHILD, file]);
  return JSON.parse(stdout) as Rebuilt;
}

/** Tells one story, and then writes down its events again and again under other names. */
function fill(store: Store, events: number): void {
  const { db } = store;
  db.pragma("synchronous = OFF");
  tell(store, "told", numberedStories(1, 1));
  const told = db.prepare("SELECT COUNT(*) FROM orchestration_events").pluck().get() as number;
  const copy = db.prepare(`INSERT INTO orchestration_events (event_id, aggregate_kind, stream_id, stream_version,
      event_type, occurred_at, command_id, actor_kind, payload_json, metadata_json)
    SELECT event_id || @name, aggregate_kind, replace(stream_id, '-1', @name), stream_version, event_type, occurred_at,
      command_id || @name, actor_kind,
      replace(replace(payload_json, '1-1"', '1' || @name || '"'), '"pr_number":1,', '"pr_number":' || @number || ','),
      metadata_json
    FROM orchestration_events WHERE sequence <= @told ORDER BY sequence`);
  const copyAll = db.transaction(() => {
    for (let number = 2; number * told <= events; number++) copy.run({ name: `-${number}`, number, told });
  });
  copyAll();
}
