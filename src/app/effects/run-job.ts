import { pathToFileURL } from "node:url";
import { loadConfig } from "../../adapters/github/config-loader.js";
import type { JobRun } from "../../adapters/queue/job-schemas.js";
import { OnxError } from "../../domain/errors.js";
import type { JobRequest, JobResult } from "../../domain/job.js";
import { configError } from "../../adapters/github/config-file.js";
import type { StoredEvent } from "../../domain/orchestration/envelope.js";
import type { MigrationEvent } from "../../domain/orchestration/migration-events.js";
import type { PolicyConfig } from "../../domain/policy.js";
import { getAttempt } from "../../store/reads/attempts.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { identifyRun } from "../../migration/documents/run-manifest.js";
import type { App } from "../app.js";
import type { AppConfig } from "../environment.js";
import { findRun, runPath, saveRun } from "../artifacts.js";
import { send } from "../commands.js";
import { ensureCore } from "../core-copies.js";
import { reportInvalidConfig } from "../invalid-config.js";
import { migrationStart } from "../migration-start.js";
import { readManifestFrom } from "../published-manifests.js";
import { campaignOf, type Effect, migrationOf } from "./effect.js";
import { recordRun, type RequestedAttempt } from "./record-run.js";
import { keepFailedRun, keepRunManifest, runInputs } from "./run-inputs.js";
import { holdRunnerJob } from "./runner-lease.js";

type AttemptRequested = Extract<MigrationEvent, { type: "migration.attempt-start-requested" }>;

/** Carries out an attempt in a worker, and records what came of it. */
export async function runJob(effect: Effect): Promise<{ run: string } | { skipped: string }> {
  const { event, app } = effect;
  if (event.type !== "migration.attempt-start-requested") throw new OnxError("effect.event", "a job needs an attempt");
  const attempt = requestedAttempt(event.payload);
  const known = getAttempt(app.store, attempt.id);
  if (known !== undefined && known.status !== "running") return { skipped: `the attempt is ${known.status}` };
  return await app.jobs(() => runAttempt(effect, attempt));
}

/** Leaves a run's manifest of an attempt that is given up, also where whoever worked on it never came back. */
export async function keepFailedAttempt(app: App, event: StoredEvent<AttemptRequested>, error: string): Promise<void> {
  const migration = migrationOf(app.store, event.stream_id);
  const attempt = requestedAttempt(event.payload);
  // What cannot be read may be what the attempt failed of.
  const known = await runUnderWay(app, migration, attempt).catch(() => undefined);
  await keepFailedRun(app, migration, attempt, known?.request, error);
}

function requestedAttempt({
  attempt_id,
  attempt_count,
  approved,
  skipped,
}: AttemptRequested["payload"]): RequestedAttempt {
  return { id: attempt_id, count: attempt_count, approved, skipped };
}

async function runAttempt(effect: Effect, attempt: RequestedAttempt): Promise<{ run: string }> {
  const { app } = effect;
  const { dataDir } = app.config;
  const migration = migrationOf(app.store, effect.event.stream_id);
  return await holdRunnerJob(app, migration.migration_id, attempt.id, async (stillHeld) => {
    const known = await runUnderWay(app, migration, attempt);
    const request = known?.request ?? (await prepare(effect, migration, attempt));
    const path = runPath(migration.migration_id, request.run_id, attempt.count);
    if (known === undefined) await saveRun(dataDir, path, { request, result: null });
    send(app.store, effect.cause, `${effect.key}:running`, {
      type: "migration.job.set",
      migration_id: migration.migration_id,
      attempt_id: attempt.id,
      status: "running",
      runner_name: app.runner.name,
      started: { run_id: request.run_id, base_sha: request.base_sha },
    });
    const run = { request, result: known?.result ?? (await execute(effect, request)) };
    stillHeld();
    await saveRun(dataDir, path, run);
    await keepRunManifest(app, migration, run);
    recordRun(effect, attempt, migration, run, path);
    return { run: request.run_id };
  });
}

/** An attempt that was interrupted goes on with the inputs that it started with. */
async function runUnderWay(app: App, migration: MigrationRow, attempt: RequestedAttempt): Promise<JobRun | undefined> {
  const started = getAttempt(app.store, attempt.id);
  if (started === undefined) return undefined;
  return await findRun(app.config.dataDir, runPath(migration.migration_id, started.run_id, attempt.count));
}

async function execute(effect: Effect, request: JobRequest): Promise<JobResult> {
  const { app, installationId, signal } = effect;
  const token = await app.github.readToken(installationId, request.repository.full_name);
  app.log.info({ repository: request.repository.full_name, run: request.run_id }, "a job starts");
  return await app.runner.migrate(request, token, signal);
}

async function prepare(effect: Effect, migration: MigrationRow, attempt: RequestedAttempt): Promise<JobRequest> {
  const { app, forge, installationId } = effect;
  const campaign = campaignOf(app.store, migration.campaign_id);
  const base = await baseHead(effect, migration);
  const policy = permitted(await policyAt(effect, migration.repo_full_name, base), app.config);
  const commit = { repository: migration.repo_full_name, sha: base };
  const start = (await migrationStart(app, forge, campaign, commit)) ?? campaign.from_version;
  const { text, manifest } = await readManifestFrom(app, campaign, start);
  const { from_sha, to_sha } = manifest.provenance;
  const [core, repository] = await Promise.all([
    ensureCore(app, installationId, {
      repository: campaign.core_repo,
      from: { version: manifest.from, sha: from_sha },
      to: { version: manifest.to, sha: to_sha },
    }),
    forge.repository(migration.repo_full_name),
  ]);
  const { href: url } = pathToFileURL(core);
  const request = {
    attempt_id: attempt.id,
    repository: { full_name: repository.fullName, clone_url: repository.cloneUrl },
    base_sha: base,
    manifest: text,
    core: { from: { kind: "git", url, sha: from_sha }, to: { kind: "git", url, sha: to_sha } },
    policy,
    approved: attempt.approved,
    skipped: attempt.skipped,
  } as const;
  return { ...request, run_id: identifyRun(migration.migration_id, runInputs(request)).runId };
}

/** Whose machine it is decides what may run on it without isolation, and not whose repository it is. */
export function permitted(
  policy: PolicyConfig,
  { unsandboxedChecks }: Pick<AppConfig, "unsandboxedChecks">,
): PolicyConfig {
  const unsandboxed = policy.policy.unsandboxed && unsandboxedChecks;
  return { ...policy, policy: { ...policy.policy, unsandboxed } };
}

async function baseHead(effect: Effect, migration: MigrationRow): Promise<string> {
  const head = await effect.forge.branchHead(migration.repo_full_name, migration.base_branch);
  if (head !== undefined) return head;
  throw new OnxError("repository.branch", `there is no branch ${migration.base_branch}`, {
    place: migration.repo_full_name,
    remedy: "push the branch, then comment /migrate retry",
  });
}

async function policyAt(effect: Effect, repository: string, base: string): Promise<PolicyConfig> {
  const loaded = await loadConfig(effect.forge, repository, base);
  if (loaded.kind === "config") return loaded.config;
  await reportInvalidConfig(effect.forge, repository, loaded);
  throw configError(loaded.repository, loaded.problems[0]);
}
