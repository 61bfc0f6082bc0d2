import { z } from "zod";
import { prepared } from "./database.js";
import { headSequence } from "./events.js";
import { readCursors } from "./projections.js";
import type { Store } from "./store.js";

const problemRows = z.array(z.object({ problem: z.string() }));

/** What must hold of any database, whatever it went through, and how to find where it does not. */
const LAWS = [
  `SELECT 'stream ' || stream_id || ' has gaps' AS problem FROM orchestration_events
   GROUP BY aggregate_kind, stream_id HAVING MIN(stream_version) <> 1 OR MAX(stream_version) <> COUNT(*)`,
  `SELECT 'the events of command ' || command_id || ' have no receipt' AS problem FROM orchestration_events
   WHERE command_id IS NOT NULL AND command_id NOT IN (SELECT command_id FROM orchestration_command_receipts)
   GROUP BY command_id`,
  `SELECT 'the receipt of command ' || receipts.command_id || ' names an event that is not there' AS problem
   FROM orchestration_command_receipts AS receipts, json_each(receipts.result_json, '$.event_ids') AS named
   WHERE receipts.status = 'accepted' AND named.value NOT IN (SELECT event_id FROM orchestration_events)`,
  `SELECT 'effect ' || effect_key || ' was asked for by no event' AS problem FROM effect_outbox
   WHERE source_sequence > (SELECT COALESCE(MAX(sequence), 0) FROM orchestration_events)`,
] as const;

/** Everything that is wrong with a store, a line each. Reads all of it. */
export function auditStore(store: Store): readonly string[] {
  const damage = pragmaProblems(store, "integrity_check");
  // Nothing that is read from a damaged file says anything.
  if (damage.length > 0) return damage;
  const head = headSequence(store);
  return [
    ...pragmaProblems(store, "foreign_key_check"),
    ...LAWS.flatMap((sql) => problemRows.parse(prepared(store.db, sql).all()).map(({ problem }) => problem)),
    ...[...readCursors(store)].flatMap(([name, cursor]) =>
      cursor === head ? [] : [`${name} stands at ${cursor}, and the newest event is ${head}`],
    ),
  ];
}

function pragmaProblems(store: Store, pragma: string): string[] {
  const rows = store.db.pragma(pragma) as Record<string, unknown>[];
  return rows.map((row) => Object.values(row).join(" ")).filter((line) => line !== "ok");
}
