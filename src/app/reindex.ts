import { relative, resolve, sep } from "node:path";
import pLimit from "p-limit";
import { messageOf } from "../domain/errors.js";
import { findRunManifests } from "../migration/documents/find-run-manifests.js";
import { type ReadRun, readRun } from "../migration/documents/read-run.js";
import { headSequence } from "../store/events.js";
import { rebuildProjections } from "../store/projections.js";
import { replaceRunIndex, type RunRow } from "../store/run-index.js";
import { databaseIn, withStore } from "./database.js";

/** Files that are open at once. */
const AT_ONCE = 16;

export interface ReindexRequest {
  /** The App's working area. */
  readonly root: string;
  readonly database?: string;
  readonly projections: boolean;
}

export interface ReindexReport {
  readonly database: string;
  readonly runs: number;
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** Events that the projections were rebuilt from; null where they were left alone. */
  readonly events: number | null;
}

/** Makes what the database says of runs anew from their manifests, and its projections from the events. */
export async function reindex({
  root,
  database = databaseIn(root),
  projections,
}: ReindexRequest): Promise<ReindexReport> {
  const paths = await findRunManifests(root);
  const read = await pLimit(AT_ONCE).map(paths, async (place) => {
    const path = pathIn(root, place);
    try {
      return { row: runRow(path, await readRun(place)) };
    } catch (error) {
      return { path, reason: messageOf(error) };
    }
  });
  const rows = read.flatMap((each) => each.row ?? []);
  const unreadable = read.flatMap((each) => (each.row === undefined ? [each] : []));
  const events = withStore(database, (store) => {
    replaceRunIndex(store, rows);
    if (!projections) return null;
    rebuildProjections(store);
    return headSequence(store);
  });
  return { database, runs: rows.length, unreadable, events };
}

export function runRow(path: string, { head, blake3 }: ReadRun): RunRow {
  const { job_id, run_id, job_ref, status, schema_version, created_at } = head;
  return { job_id, run_id, job_ref, status, schema_version, created_at, path, manifest_blake3: blake3 };
}

export function pathIn(root: string, place: string): string {
  return relative(resolve(root), place).split(sep).join("/");
}
