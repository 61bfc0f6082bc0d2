import { readFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import type { Forge } from "../../../src/adapters/github/forge.js";
import type { App } from "../../../src/app/app.js";
import { runPath, saveRun } from "../../../src/app/artifacts.js";
import { send } from "../../../src/app/commands.js";
import { createCoordinator } from "../../../src/app/coordinator.js";
import { abandon, perform } from "../../../src/app/effects/perform.js";
import { runInputs } from "../../../src/app/effects/run-inputs.js";
import type { AppConfig } from "../../../src/app/environment.js";
import { createReactor } from "../../../src/app/reactor.js";
import { examineRun } from "../../../src/app/run-examination.js";
import { OnxError } from "../../../src/domain/errors.js";
import type { JobRequest, JobResult } from "../../../src/domain/job.js";
import type { OrchestrationCommand } from "../../../src/domain/orchestration/envelope.js";
import { configSchema } from "../../../src/domain/policy.js";
import { identifyRun } from "../../../src/migration/documents/run-manifest.js";
import { findDiff } from "../../../src/store/diff-blobs.js";
import { leaseEffects } from "../../../src/store/outbox.js";
import { advanceReactor, registerReactor } from "../../../src/store/reactors.js";
import { getAttempt } from "../../../src/store/reads/attempts.js";
import { findRuns } from "../../../src/store/run-index.js";
import { campaignToPullRequest } from "../../store/stories.js";
import { testStore } from "../../store/support.js";
import { temporaryFolder } from "../../support/temp.js";

const REQUEST = {
  attempt_id: "a1",
  repository: { full_name: "acme/shop", clone_url: "https://example.test/acme/shop.git" },
  base_sha: "beef",
  manifest: "manifest_version: 1\n",
  core: { from: { kind: "npm", name: "core", version: "1.0.0" }, to: { kind: "npm", name: "core", version: "2.0.0" } },
  policy: configSchema.parse({}),
  approved: [],
  skipped: [],
} as const;
const RUN = identifyRun("m1", runInputs(REQUEST)).runId;
const STARTED: OrchestrationCommand = {
  type: "migration.job.set",
  migration_id: "m1",
  attempt_id: "a1",
  status: "running",
  started: { run_id: RUN, base_sha: "beef" },
};
const NOWHERE = { branchHead: async () => undefined } as Partial<Forge> as Forge;

/** An App that has one attempt to see to, and nothing of GitHub but a repository without branches. */
async function appWithAttempt(migrate: (request: JobRequest) => Promise<JobResult>) {
  const { store, clock } = testStore();
  const dataDir = await temporaryFolder();
  const app: App = {
    config: { dataDir, leaseMs: 60_000 } as Partial<AppConfig> as AppConfig,
    store,
    clock,
    github: {
      forge: async () => NOWHERE,
      readToken: async () => "token",
      installations: async () => [7],
      redeliverFailed: async () => 0,
    },
    runner: { name: "test", migrate, generate: () => Promise.reject(new Error("nobody asked for it")) },
    jobs: pLimit(1),
    log: pino({ level: "silent" }),
  };
  const cause = { actor: "server", metadata: { installationId: "7" } } as const;
  for (const [at, command] of campaignToPullRequest().slice(0, 5).entries()) send(store, cause, `c${at}`, command);
  const reactor = createReactor(store);
  const coordinator = createCoordinator({
    store,
    reactor,
    receive: async () => null,
    perform: (effect, signal) => perform(app, effect, signal),
    abandon: (effect, error) => abandon(app, effect, error),
    log: app.log,
    random: () => 0,
    lanes: [{ only: "job.run", limit: 1 }],
    leaseMs: 60_000,
  });
  onTestFinished(() => coordinator.stop());
  return {
    app,
    /** Brings the attempt to where its inputs are known and kept. */
    async start() {
      await saveRun(dataDir, runPath("m1", RUN, 1), { request: { ...REQUEST, run_id: RUN }, result: null });
      send(store, cause, "started", STARTED);
    },
    /** Everybody who takes the job up never comes back. */
    vanish() {
      registerReactor(store, reactor.name, 0);
      advanceReactor(store, reactor);
      for (let time = 0; time < 24; time++) {
        leaseEffects(store, { only: "job.run", limit: 1, leaseMs: 1_000 });
        clock.advance(1_000);
      }
    },
    /** Lets it work until the job is done with or given up. */
    async work() {
      coordinator.start();
      const status = () =>
        store.db.prepare("SELECT status FROM effect_outbox WHERE kind = 'job.run'").pluck().get() ?? "pending";
      await expect
        .poll(
          () => {
            clock.advance(3_600_000);
            coordinator.wake();
            return status();
          },
          { timeout: 30_000, interval: 10 },
        )
        .not.toMatch(/pending|leased/);
    },
  };
}

/** The only run of the migration, as its manifest says and the index tells. */
async function onlyRun({ store, config }: App) {
  const [row, ...others] = findRuns(store, "m1");
  expect(others).toEqual([]);
  const place = join(config.dataDir, row!.path);
  expect(await examineRun(place)).toEqual([]);
  const manifest = JSON.parse(await readFile(place, "utf8")) as Record<string, unknown>;
  expect(row).toMatchObject({ run_id: manifest["run_id"], status: manifest["status"] });
  return manifest;
}

function lost(): Promise<never> {
  return Promise.reject(new OnxError("job.lost", "the worker ended without an answer (SIGKILL)"));
}

test("an attempt whose worker dies every time leaves a run's manifest with its inputs and the error", async () => {
  const { app, start, work } = await appWithAttempt(lost);
  await start();
  await work();
  expect(await onlyRun(app)).toMatchObject({
    run_id: RUN,
    job_ref: "acme/shop@beef",
    status: "failed",
    outputs: { attempt: 1, error: "the worker ended without an answer (SIGKILL)" },
    input_snapshots: { "change_manifest.yaml": {}, "policy.json": {}, "dependent.json": {}, "choices.json": {} },
    chain_metadata: { campaign: "c1", wave: 0 },
  });
  expect(getAttempt(app.store, "a1")).toMatchObject({ status: "error", run_id: RUN });
});

test("so does one from which nobody came back: whoever finds it dead writes it", async () => {
  const { app, start, vanish, work } = await appWithAttempt(lost);
  await start();
  vanish();
  await work();
  const error = expect.stringContaining("vanished every time");
  expect(await onlyRun(app)).toMatchObject({ run_id: RUN, status: "failed", outputs: { error } });
});

test("one that fails before its inputs are known leaves those that are", async () => {
  const { app, work } = await appWithAttempt(lost);
  await work();
  const manifest = await onlyRun(app);
  expect(manifest).toMatchObject({
    status: "failed",
    job_ref: "acme/shop",
    outputs: { error: expect.stringContaining("there is no branch main") },
  });
  expect(Object.keys(manifest["input_snapshots"] as object)).toEqual(["choices.json", "dependent.json"]);
});

test("what a job was kept with that cannot be read any more does not keep its failure from being recorded", async () => {
  const { app, start, work } = await appWithAttempt(lost);
  await start();
  await saveRun(app.config.dataDir, runPath("m1", RUN, 1), {} as never);
  await work();
  expect(await onlyRun(app)).toMatchObject({ status: "failed" });
});

test("streaming output is never an event: what checks print and what files hold is in no row of events or receipts", async () => {
  const PRINTED = "printed by a check";
  const content_base64 = Buffer.from(PRINTED).toString("base64");
  const file = { path: "src/a.ts", mode: "100644", content_base64 } as const;
  const { app, start, work } = await appWithAttempt(async () => ({
    files: [file],
    report: {
      package: "core",
      from: "1.0.0",
      to: "2.0.0",
      operations: [],
      files_scanned: 1,
      files_changed: [],
      notes: [],
    },
    diff: `+${PRINTED}\n`,
    checks: [{ name: "test", status: "failed", exit_code: 1, output: PRINTED, sandbox: "none", duration_ms: 1 }],
    checkpoint: [file],
  }));
  await start();
  await work();
  expect(JSON.stringify(await onlyRun(app))).toContain(PRINTED);
  expect(findDiff(app.store, { migration_id: "m1", from_attempt_count: 0, to_attempt_count: 1 })?.diff).toContain(
    PRINTED,
  );
  const rows = ["orchestration_events", "orchestration_command_receipts"].flatMap((table) =>
    app.store.db.prepare(`SELECT * FROM ${table}`).all(),
  );
  expect(rows.length).toBeGreaterThan(10);
  const stored = JSON.stringify(rows);
  expect([stored.includes(PRINTED), stored.includes(content_base64)]).toEqual([false, false]);
});
