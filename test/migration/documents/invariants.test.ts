import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fc } from "../../support/fast-check.js";
import { expect, test } from "vitest";
import { blake3Hex } from "../../../src/domain/hash.js";
import { runId } from "../../../src/domain/ids.js";
import { migrateRunManifests } from "../../../src/app/schemas-command.js";
import { historyEntrySchema, historyOf, isSealed } from "../../../src/migration/documents/migration-history.js";
import { identifyRun, runManifestSchema, writeRunManifest } from "../../../src/migration/documents/run-manifest.js";
import { problemsOf } from "../../../src/migration/documents/run-manifest-versions.js";
import { temporaryFolder } from "../../support/temp.js";
import { oldRun, type OldRun } from "./run-manifest.arbitrary.js";

const RUNS = { numRuns: 40 };
const clock = { now: () => new Date("2026-06-01T00:00:00Z") };

interface Migrated {
  readonly run: OldRun;
  readonly root: string;
  readonly file: string;
  readonly text: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Migrates one old run that lies in a folder of its own, and hands over what came of it. */
async function forEveryRun(check: (migrated: Migrated) => Promise<void> | void, targetVersion = "1.2.0") {
  const folder = await temporaryFolder();
  await fc.assert(
    fc.asyncProperty(oldRun, async (run) => {
      const root = await mkdtemp(join(folder, "root-"));
      const file = await put(root, run);
      const report = await migrateRunManifests({ root, targetVersion, dryRun: false, clock });
      expect(report).toMatchObject({ found: 1, failed: [], migrated: [{ from: "1.0.0", through: [targetVersion] }] });
      const text = await readFile(file, "utf8");
      await check({ run, root, file, text, manifest: parse(text) });
    }),
    RUNS,
  );
}

async function put(root: string, { folder, inputs, text }: OldRun): Promise<string> {
  const place = join(root, "artifacts", folder);
  await mkdir(join(place, "inputs"), { recursive: true });
  for (const [name, content] of inputs) await writeFile(join(place, "inputs", name), content);
  const file = join(place, "manifest.json");
  await writeFile(file, text);
  return file;
}

function parse(text: string): Record<string, unknown> {
  return JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>;
}

test("invariant 1: input snapshots stay byte-identical", () =>
  forEveryRun(async ({ run, root }) => {
    for (const [name, content] of run.inputs) {
      expect(await readFile(join(root, "artifacts", run.folder, "inputs", name), "utf8")).toBe(content);
    }
  }));

test("invariant 2: run_id never changes, and still follows from the job and its inputs", () =>
  forEveryRun(({ run, manifest }) => {
    expect(manifest["run_id"]).toBe(run.manifest["run_id"]);
    expect(manifest["run_id"]).toBe(runId(String(manifest["job_id"]), String(manifest["inputs_hash"])));
  }));

test("invariant 3: job_id, job_ref and the folder never change", () =>
  forEveryRun(async ({ run, root, manifest }) => {
    for (const name of ["job_id", "job_ref"]) expect(manifest[name]).toBe(run.manifest[name]);
    const files = await readdir(join(root, "artifacts"), { recursive: true });
    expect(files.filter((file) => file.endsWith("manifest.json"))).toEqual([`${run.folder}/manifest.json`]);
  }));

test("invariant 4: the policy in force is a hashed input, and another policy is another run", async () => {
  const policy = (text: string) => new Map([["policy.json", text]]);
  expect(identifyRun("job", policy("{}")).runId).not.toBe(identifyRun("job", policy('{"auto":1}')).runId);
  await forEveryRun(({ run, manifest }) => {
    const content = run.inputs.get("policy.json");
    const snapshot = (manifest["input_snapshots"] as Record<string, unknown>)["policy.json"];
    expect(snapshot).toEqual(
      content === undefined
        ? undefined
        : { path: "inputs/policy.json", blake3: blake3Hex(content), bytes: Buffer.byteLength(content) },
    );
  });
});

test("invariant 6: every change is in the history, which can be verified with the backup", () =>
  forEveryRun(async ({ run, file, text, manifest }) => {
    const history = historyOf(manifest).map((entry) => historyEntrySchema.parse(entry));
    const backup = await readFile(`${file}.1.0.0.backup`, "utf8");
    expect(backup).toBe(run.text);
    expect(history).toMatchObject([
      {
        from_version: "1.0.0",
        to_version: "1.2.0",
        applied_at: "2026-06-01T00:00:00.000Z",
        changes: ["add input_snapshots", "add inputs_hash", "add chain_metadata"],
        checksum_before: blake3Hex(backup),
      },
    ]);
    expect(isSealed(text)).toBe(true);
    expect(isSealed(text.replace('"1.2.0"', '"1.2.1"'))).toBe(false);
    expect(isSealed(`${text} `)).toBe(false);
  }));

test("invariant 7: unknown fields survive, and so does every byte of them", () =>
  forEveryRun(({ run, text, manifest }) => {
    expect(manifest).toMatchObject({ ...run.manifest, schema_version: "1.2.0" });
    const lines = run.text.split(/\r?\n/).filter((line) => line.trim().length > 1 && !line.includes("schema_version"));
    for (const line of lines.slice(1, -2)) expect(text).toContain(line);
  }));

test("invariant 7: new fields are optional, and versions work side by side", async () => {
  await forEveryRun(({ manifest }) => expect(problemsOf("1.1.0", manifest)).toEqual([]), "1.1.0");
  await forEveryRun(({ manifest }) => {
    expect(problemsOf("1.2.0", manifest)).toEqual([]);
    expect(() => runManifestSchema.parse(manifest)).not.toThrow();
  });
});

test("by way of 1.1.0 and directly it is the same manifest, but for its history", () =>
  forEveryRun(async ({ run, root, manifest }) => {
    const other = join(root, "other");
    const file = await put(other, run);
    for (const targetVersion of ["1.1.0", "1.2.0"]) {
      await migrateRunManifests({ root: other, targetVersion, dryRun: false, clock });
    }
    const stepwise = parse(await readFile(file, "utf8"));
    expect({ ...stepwise, migration_history: [] }).toEqual({ ...manifest, migration_history: [] });
    expect(historyOf(stepwise)).toHaveLength(2);
  }));

test("what is written today needs no migration", async () => {
  const root = await temporaryFolder();
  const inputs = new Map([["policy.json", "{}"]]);
  const record = { jobRef: "r", status: "completed", outputs: {}, createdAt: clock.now() } as const;
  const folder = await writeRunManifest(join(root, "artifacts"), identifyRun("job", inputs), inputs, record);
  const before = await readFile(join(folder, "manifest.json"));
  expect(await migrateRunManifests({ root, dryRun: false, clock })).toMatchObject({ found: 1, current: 1 });
  expect(await readFile(join(folder, "manifest.json"))).toEqual(before);
});
