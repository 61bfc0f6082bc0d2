import { join } from "node:path";
import type { FinishedRun } from "../../adapters/queue/job-schemas.js";
import { canonicalJson } from "../../domain/hash.js";
import type { JobRequest } from "../../domain/job.js";
import { readRun } from "../../migration/documents/read-run.js";
import {
  identifyRun,
  RUN_MANIFEST_FILE,
  type RunInputs,
  writeRunManifest,
} from "../../migration/documents/run-manifest.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { indexRun } from "../../store/run-index.js";
import type { App } from "../app.js";
import { verdictOf } from "../open-tasks.js";
import { MANIFEST_FILE } from "../manifest-way.js";
import { pathIn, runRow } from "../reindex.js";

/** What makes a run this run: the same manifest, commit, policy and choices are the same one. */
export function runInputs(
  request: Pick<JobRequest, "manifest" | "policy" | "repository" | "base_sha" | "approved" | "skipped">,
): RunInputs {
  const { manifest, policy, repository, base_sha, approved, skipped } = request;
  return new Map([
    [MANIFEST_FILE, manifest],
    ["policy.json", canonicalJson(policy)],
    ["dependent.json", canonicalJson({ repository: repository.full_name, commit: base_sha })],
    ["choices.json", canonicalJson({ approved, skipped })],
  ]);
}

/** Leaves the run's manifest in the working area, with its inputs beside it, and then in the index. */
export async function keepRunManifest(app: App, migration: MigrationRow, run: FinishedRun): Promise<void> {
  const inputs = runInputs(run.request);
  const { flagged, failing } = verdictOf(run.result);
  const folder = await writeRunManifest(
    join(app.config.dataDir, "artifacts"),
    identifyRun(migration.migration_id, inputs),
    inputs,
    {
      jobRef: `${run.request.repository.full_name}@${run.request.base_sha}`,
      status: flagged || failing ? "needs-review" : "completed",
      createdAt: app.clock.now(),
      outputs: { report: run.result.report, checks: run.result.checks },
      chain: { campaign: migration.campaign_id, wave: migration.wave, upstream_run: null },
    },
  );
  const place = join(folder, RUN_MANIFEST_FILE);
  indexRun(app.store, runRow(pathIn(app.config.dataDir, place), await readRun(place)));
}
