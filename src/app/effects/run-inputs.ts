import { join } from "node:path";
import type { FinishedRun } from "../../adapters/queue/job-schemas.js";
import { canonicalJson } from "../../domain/hash.js";
import type { JobRequest } from "../../domain/job.js";
import { readRun } from "../../migration/documents/read-run.js";
import {
  identifyRun,
  RUN_MANIFEST_FILE,
  type RunInputs,
  type RunRecord,
  writeRunManifest,
} from "../../migration/documents/run-manifest.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { indexRun } from "../../store/run-index.js";
import type { App } from "../app.js";
import { verdictOf } from "../open-tasks.js";
import { MANIFEST_FILE } from "../manifest-way.js";
import { pathIn, runRow } from "../reindex.js";
import type { RequestedAttempt } from "./record-run.js";

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
export async function keepRunManifest(
  app: App,
  migration: MigrationRow,
  { request, result }: FinishedRun,
): Promise<void> {
  const { flagged, failing } = verdictOf(result);
  await keep(app, migration, runInputs(request), {
    jobRef: jobRef(request),
    status: flagged || failing ? "needs-review" : "completed",
    outputs: { report: result.report, checks: result.checks },
  });
}

/** The same for an attempt that failed; without a request, it did so before all of its inputs were known. */
export async function keepFailedRun(
  app: App,
  migration: MigrationRow,
  attempt: RequestedAttempt,
  request: JobRequest | undefined,
  error: string,
): Promise<void> {
  await keep(app, migration, request === undefined ? firstInputs(migration, attempt) : runInputs(request), {
    jobRef: request === undefined ? migration.repo_full_name : jobRef(request),
    status: "failed",
    outputs: { attempt: attempt.count, error },
  });
}

/** What is known of a run when it is asked for. */
function firstInputs({ repo_full_name }: MigrationRow, { approved, skipped }: RequestedAttempt): RunInputs {
  return new Map([
    ["dependent.json", canonicalJson({ repository: repo_full_name, commit: null })],
    ["choices.json", canonicalJson({ approved, skipped })],
  ]);
}

function jobRef({ repository, base_sha }: JobRequest): string {
  return `${repository.full_name}@${base_sha}`;
}

async function keep(
  app: App,
  { migration_id, campaign_id, wave }: MigrationRow,
  inputs: RunInputs,
  record: Pick<RunRecord, "jobRef" | "status" | "outputs">,
): Promise<void> {
  const { dataDir } = app.config;
  const folder = await writeRunManifest(join(dataDir, "artifacts"), identifyRun(migration_id, inputs), inputs, {
    ...record,
    createdAt: app.clock.now(),
    chain: { campaign: campaign_id, wave, upstream_run: null },
  });
  const place = join(folder, RUN_MANIFEST_FILE);
  indexRun(app.store, runRow(pathIn(dataDir, place), await readRun(place)));
}
