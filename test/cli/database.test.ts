import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, test } from "vitest";
import { reindex } from "../../src/app/reindex.js";
import { migrateProgram } from "../../src/cli/programs.js";
import { identifyRun, writeRunManifest } from "../../src/migration/documents/run-manifest.js";
import { failDelivery, storeDelivery } from "../../src/store/inbox.js";
import { closeStore, openStore } from "../../src/store/open-store.js";
import { enqueueEffect, failEffect, findEffect, leaseEffects } from "../../src/store/outbox.js";
import { findRuns } from "../../src/store/run-index.js";
import { claimRunnerJob } from "../../src/store/runtime.js";
import { campaignToPullRequest } from "../store/stories.js";
import { dump, testStore } from "../store/support.js";
import { temporaryFolder } from "../support/temp.js";
import { runProgram } from "./run-program.js";

function onxMigrate(...args: readonly string[]) {
  return runProgram(migrateProgram(), ...args);
}

function storeWithDeadLetters() {
  const setup = testStore();
  const { store } = setup;
  enqueueEffect(store, { effect_key: "branch.push:m1:a1", kind: "branch.push", request: {} }, 0);
  const [held] = leaseEffects(store, { limit: 1, leaseMs: 1_000 });
  failEffect(store, held!, "GitHub answered 422", "never");
  storeDelivery(store, {
    delivery_id: "d-1",
    event_name: "release",
    action: "published",
    installation_id: "7",
    payload_json: "{}",
  });
  failDelivery(store, "d-1", "no such shape", 1);
  return setup;
}

test("outbox list names what was given up and why; retry has it tried again", async () => {
  const { store, file } = storeWithDeadLetters();
  expect(await onxMigrate("outbox", "list", "--database", file)).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `d-1  (webhook release published, tried 1 time)
    no such shape
branch.push:m1:a1  (branch.push, tried 1 time)
    GitHub answered 422
`,
  });
  const retried = await onxMigrate("outbox", "retry", "branch.push:m1:a1", "--database", file);
  expect(retried).toMatchObject({ exitCode: 0, stdout: "1 will be tried again\n" });
  expect(findEffect(store, "branch.push:m1:a1")).toMatchObject({ status: "pending", attempts: 0 });
  expect((await onxMigrate("outbox", "retry", "--all", "--database", file, "--json")).stdout).toContain('"d-1"');
  expect((await onxMigrate("outbox", "list", "--database", file)).stdout).toBe("nothing was given up\n");
});

test("outbox retry of what is not there retries nothing at all", async () => {
  const { file } = storeWithDeadLetters();
  const { exitCode, stderr } = await onxMigrate("outbox", "retry", "d-1", "nothing", "--database", file);
  expect({ exitCode, stderr }).toEqual({
    exitCode: 2,
    stderr: `onx-migrate: nothing that was given up has the key nothing (${file}): see onx-migrate outbox list\n`,
  });
  expect((await onxMigrate("outbox", "list", "--database", file)).stdout).toContain("d-1");
});

test.each([
  [["outbox", "retry"], /either keys or --all say what to retry/],
  [["outbox", "retry", "k", "--all"], /either keys or --all say what to retry/],
  [["outbox", "list", "--database", "nowhere/store.db"], /there is no database \(nowhere\/store\.db\)/],
  [["outbox", "eat"], /value 'eat' is invalid for argument 'action'/],
  [["backup", "copy.db", "--database", "nowhere/store.db"], /the database cannot be opened/],
  [["doctor", "--database", "package.json"], /file is not a database \(package\.json\)/],
  [["backup", "copy.db", "--database", "package.json"], /file is not a database \(package\.json\)/],
  [["backup", "copy.db", "--database", "test"], /the database cannot be opened/],
  [["backup", "nowhere/copy.db", "--database", "package.json"], /there is no such folder \(nowhere\)/],
  [["doctor", "--database", "nowhere/store.db"], /the database cannot be opened/],
  [["doctor", "--database", "test"], /the database cannot be opened: .* \(test\)/],
])("%j is one clear line", async (args, message) => {
  const { exitCode, stdout, stderr } = await onxMigrate(...args);
  expect({ exitCode, stdout, lines: stderr.split("\n").length }).toEqual({ exitCode: 2, stdout: "", lines: 2 });
  expect(stderr).toMatch(message);
});

test("backup copies a database that is in use, and overwrites nothing", async () => {
  const { store, file, send, clock } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const target = join(await temporaryFolder(), "copy.db");
  expect((await onxMigrate("backup", target, "--database", file)).exitCode).toBe(0);
  const copy = openStore({ file: target, clock, ids: store.ids });
  expect(dump(copy)).toEqual(dump(store));
  closeStore(copy);
  const before = await readFile(target);
  const again = await onxMigrate("backup", target, "--database", file);
  expect(again).toMatchObject({
    exitCode: 2,
    stderr: `onx-migrate: there is a file already (${target}): name a new file\n`,
  });
  expect(await readFile(target)).toEqual(before);
});

/** A working area with two runs and a database. */
async function workingArea() {
  const root = await temporaryFolder();
  const inputs = new Map([["policy.json", "{}"]]);
  for (const job of ["m1", "m2"]) {
    const record = { jobRef: `acme/${job}@abc`, status: "completed", outputs: {}, createdAt: new Date(0) } as const;
    await writeRunManifest(join(root, "artifacts"), identifyRun(job, inputs), inputs, record);
  }
  const { store } = testStore({ file: join(root, "store.db") });
  return { root, store, runOf: (job: string) => identifyRun(job, inputs).runId };
}

test("invariant 5: the index of runs is made anew from the artifacts, which are what counts", async () => {
  const { root, store, runOf } = await workingArea();
  expect((await onxMigrate("reindex", root)).stdout).toBe("2 runs\n");
  const [run] = findRuns(store, "m1");
  expect(run).toMatchObject({ run_id: runOf("m1"), path: `artifacts/m1/${runOf("m1")}/manifest.json` });
  expect(findRuns(store, runOf("m2"))).toMatchObject([{ job_id: "m2", schema_version: "1.2.0" }]);
  store.db.exec(
    "UPDATE run_index SET status = 'failed' WHERE job_id = 'm1'; DELETE FROM run_index WHERE job_id = 'm2'",
  );
  await writeFile(join(root, "artifacts/m1", runOf("m1"), "notes.txt"), "not a manifest");
  await reindex({ root, projections: false });
  expect(findRuns(store, "m1")).toEqual([run]);
  expect(findRuns(store, "m2")).toHaveLength(1);
});

test("reindex goes on past what cannot be read, and says so", async () => {
  const { root, runOf } = await workingArea();
  await writeFile(join(root, "artifacts/m1", runOf("m1"), "manifest.json"), "{");
  const { exitCode, stdout } = await onxMigrate("reindex", root);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^1 runs\n1 manifests cannot be read:\n {2}artifacts\/m1\/.*: the file is not JSON/);
});

test("reindex --projections fills them again from the events", async () => {
  const { store, file, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const before = dump(store);
  store.db.exec("UPDATE projection_migrations SET status = 'failed'; DELETE FROM projection_checks");
  const root = await temporaryFolder();
  const { stdout } = await onxMigrate("reindex", root, "--projections", "--database", file);
  expect(stdout).toMatch(/^0 runs\nprojections rebuilt from \d+ events\n$/);
  expect(dump(store)).toEqual(before);
});

test("doctor makes a database where there is none, and finds nothing wrong with it", async () => {
  const file = join(await temporaryFolder(), "store.db");
  const { exitCode, stdout } = await onxMigrate("doctor", "--database", file);
  expect(exitCode).toBe(0);
  expect(stdout.match(/ ok /g)).toHaveLength(6);
  expect((await onxMigrate("doctor", "--database", file)).exitCode).toBe(0);
});

test("doctor finds what is wrong with the database, the runs and the registry", async () => {
  const { root, store, runOf } = await workingArea();
  store.db
    .prepare(
      `INSERT INTO orchestration_events VALUES (1, 'e', 'campaign', 'c9', 2, 'campaign.started',
       '2026-01-01T00:00:00.000Z', 'lost', NULL, NULL, 'client', '{}', '{}')`,
    )
    .run();
  await writeFile(join(root, "artifacts/m1", runOf("m1"), "inputs/policy.json"), "{ }");
  await mkdir(join(root, "registry/core_migrations/core/1.0.0_2.0.0/files"), { recursive: true });
  await writeFile(join(root, "registry/core_migrations/core/1.0.0_2.0.0/digest"), "ab\n");
  const { exitCode, stdout } = await onxMigrate("doctor", "--database", join(root, "store.db"));
  expect(exitCode).toBe(1);
  expect(stdout).toContain("stream c9 has gaps");
  expect(stdout).toContain("the events of command lost have no receipt");
  expect(stdout).toMatch(/artifacts +1 to see to +2 runs\n.*the input inputs\/policy\.json was changed/);
  expect(stdout).toMatch(/registry +1 to see to +1 manifests\n.*was changed after it was published/);
});

test("doctor lists what waits for somebody", async () => {
  const { store, file, send } = storeWithDeadLetters();
  for (const command of campaignToPullRequest()) send(command);
  send({ type: "migration.pr.record", migration_id: "m1", pull_request: { state: "closed", pr_number: 12 } });
  claimRunnerJob(store, { migration_id: "m9", runner_name: "r", adapter_key: "k", runtime_payload: null, leaseMs: -1 });
  const { exitCode, stdout } = await onxMigrate("doctor", "--database", file);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/given up +2 to see to +2\n {2}d-1: no such shape\n/);
  expect(stdout).toMatch(/interrupted jobs +1 to see to +1\n {2}m9: r was last heard of/);
  expect(stdout).toMatch(/branches left behind +1 to see to +1\n {2}acme\/shop: onx-migrate\/core-2\.0\.0 belongs to/);
});

test("a damaged database is one clear line", async () => {
  const { store, file, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const copy = join(await temporaryFolder(), "copy.db");
  await onxMigrate("backup", copy, "--database", file);
  const bytes = await readFile(copy);
  const page = store.db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'projection_checks'").pluck().get();
  bytes.fill(0xff, (Number(page) - 1) * 4_096, Number(page) * 4_096);
  await writeFile(copy, bytes);
  for (const command of [["doctor"], ["reindex", ".", "--projections"]]) {
    const { exitCode, stderr } = await onxMigrate(...command, "--database", copy);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^onx-migrate: the database is damaged: .*restore it from a backup\n$/);
  }
});

test("a database that another process holds is one clear line, and nothing is lost", async () => {
  const { file } = storeWithDeadLetters();
  const other = new Sqlite(file);
  other.exec("BEGIN IMMEDIATE");
  const { exitCode, stderr } = await onxMigrate("outbox", "retry", "--all", "--database", file);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^onx-migrate: another process holds the database: database is locked .*try again.*\n$/);
  other.exec("ROLLBACK");
  other.close();
  expect((await onxMigrate("outbox", "retry", "--all", "--database", file)).exitCode).toBe(0);
});
