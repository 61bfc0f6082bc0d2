import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { temporaryFolder } from "../support/temp.js";
import { runProgram } from "./run-program.js";

function manifest(version: string, changes: object = {}): string {
  const run = { job_id: "job", run_id: "0123456789abcdef", job_ref: "acme/app@abc", status: "completed" };
  const inputs = version === "1.0.0" ? {} : { input_snapshots: {}, inputs_hash: "ab" };
  const rest = { created_at: "2026-01-01T00:00:00.000Z", outputs: {}, ...inputs };
  return `${JSON.stringify({ schema_version: version, ...run, ...rest, ...changes }, null, 2)}\n`;
}

/** A folder with one run each of these texts. */
async function rootWith(...texts: readonly string[]): Promise<string> {
  const root = await temporaryFolder();
  for (const [at, text] of texts.entries()) {
    await mkdir(join(root, `artifacts/job-${at}/run`), { recursive: true });
    await writeFile(fileOf(root, at), text);
  }
  return root;
}

function fileOf(root: string, at: number): string {
  return join(root, `artifacts/job-${at}/run/manifest.json`);
}

function schemas(...args: readonly string[]) {
  return runProgram(migrateProgram(), "schemas", ...args);
}

test("--list-versions counts them, with shares", async () => {
  const root = await rootWith(manifest("1.0.0"), manifest("1.0.0"), manifest("1.1.0"), "{");
  expect(await schemas(root, "--list-versions")).toEqual({
    exitCode: 0,
    stderr: "",
    stdout: `4 run manifests
  1.0.0           2   50.0 %
  1.1.0           1   25.0 %
  unreadable      1   25.0 %
3 of them not at 1.2.0, the latest version
`,
  });
});

test("all are migrated, each with a backup, and a second time there is nothing to do", async () => {
  const root = await rootWith(manifest("1.0.0"), manifest("1.1.0"));
  const { exitCode, stdout } = await schemas(root);
  expect(exitCode).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "  artifacts/job-0/run/manifest.json: 1.0.0 → 1.2.0
      artifacts/job-1/run/manifest.json: 1.1.0 → 1.2.0

    found               2
    migrated            2
    already 1.2.0       0
    newer               0
    failed              0

    2 brought to 1.2.0, each with a backup beside it
    "
  `);
  expect(await readFile(`${fileOf(root, 0)}.1.0.0.backup`, "utf8")).toBe(manifest("1.0.0"));
  const before = await Promise.all([0, 1].map((at) => readFile(fileOf(root, at))));
  expect((await schemas(root)).stdout).toMatch(/already 1\.2\.0 +2[^]*nothing to do/);
  expect(await Promise.all([0, 1].map((at) => readFile(fileOf(root, at))))).toEqual(before);
});

test("a dry run writes nothing", async () => {
  const root = await rootWith(manifest("1.0.0"));
  const { exitCode, stdout } = await schemas(root, "--dry-run");
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/would migrate +1[^]*dry run: nothing was written/);
  expect(await readdir(join(root, "artifacts/job-0/run"))).toEqual(["manifest.json"]);
  expect(await readFile(fileOf(root, 0), "utf8")).toBe(manifest("1.0.0"));
});

test("--target-version goes no further, and leaves newer ones alone", async () => {
  const root = await rootWith(manifest("1.0.0"), manifest("1.1.0"));
  await schemas(root, "--manifest", fileOf(root, 1));
  expect((await schemas(root, "--target-version", "1.1.0", "--json")).stdout).toContain('"newer": 1');
  expect(JSON.parse(await readFile(fileOf(root, 0), "utf8"))).toMatchObject({ schema_version: "1.1.0" });
  expect(JSON.parse(await readFile(fileOf(root, 1), "utf8"))).toMatchObject({ schema_version: "1.2.0" });
});

test("what cannot be migrated stays to the byte, the rest goes on, and the exit code is 1", async () => {
  const broken = [
    ["{", "the file is not JSON"],
    ["[]", "the file holds no JSON object"],
    ["{}", "the file has no schema_version"],
    [manifest("9.0.0"), "schema_version 9.0.0 is not known"],
    [manifest("1.0.0", { run_id: "x" }), "is not a valid 1.0.0: run_id: 16 hex digits"],
    [manifest("1.0.0", { inputs_hash: 7 }), "would not be a valid 1.1.0: inputs_hash"],
    [manifest("1.0.0").replace('"outputs"', '"schema_version": "1.0.0", "outputs"'), "names a field twice"],
  ] as const;
  const root = await rootWith(...broken.map(([text]) => text), manifest("1.0.0"));
  const { exitCode, stdout } = await schemas(root, "--json", "--target-version", "1.1.0");
  expect(exitCode).toBe(1);
  const report = JSON.parse(stdout) as { migrated: unknown[]; failed: { path: string; reason: string }[] };
  expect(report.migrated).toHaveLength(1);
  for (const [at, [text, reason]] of broken.entries()) {
    expect(report.failed[at]?.reason).toContain(reason);
    expect(await readFile(fileOf(root, at), "utf8")).toBe(text);
    expect(await readdir(join(root, `artifacts/job-${at}/run`))).toEqual(["manifest.json"]);
  }
});

test("a backup is never overwritten, and the file keeps its mode", async () => {
  const root = await rootWith(manifest("1.0.0"));
  const file = fileOf(root, 0);
  await chmod(file, 0o640);
  await writeFile(`${file}.1.0.0.backup`, "something else");
  expect((await schemas(root)).exitCode).toBe(0);
  expect(await readFile(`${file}.1.0.0.backup`, "utf8")).toBe("something else");
  expect(await readFile(`${file}.1.0.0.2.backup`, "utf8")).toBe(manifest("1.0.0"));
  expect((await stat(file)).mode & 0o777).toBe(0o640);
});

test("--manifest migrates that one alone", async () => {
  const root = await rootWith(manifest("1.0.0"), manifest("1.0.0"));
  const { stdout } = await schemas(root, "--manifest", fileOf(root, 1), "--json");
  expect(JSON.parse(stdout)).toMatchObject({ found: 1, migrated: [{ path: "artifacts/job-1/run/manifest.json" }] });
  expect(await readFile(fileOf(root, 0), "utf8")).toBe(manifest("1.0.0"));
});

test("other tools' manifest.json are left alone", async () => {
  const root = await rootWith(manifest("1.0.0"));
  await mkdir(join(root, "web/public"), { recursive: true });
  await writeFile(join(root, "web/public/manifest.json"), "{}");
  expect((await schemas(root)).stdout).toMatch(/found +1\n/);
});

test.each([
  [["nowhere"], "there is no such folder (nowhere): name the folder to look in"],
  [[".", "--manifest", "no.json"], "there is no such file (no.json): name the manifest.json of a run"],
  [
    [".", "--manifest", "no.json", "--list-versions"],
    "there is no such file (no.json): name the manifest.json of a run",
  ],
  [[".", "--target-version", "7"], "there is no version 7 of run manifests: give one of 1.0.0, 1.1.0, 1.2.0"],
])("%j is one clear line", async (args, message) => {
  expect(await schemas(...args)).toEqual({ exitCode: 2, stdout: "", stderr: `onx-migrate: ${message}\n` });
});
