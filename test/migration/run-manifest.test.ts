import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blake3Hex } from "../../src/domain/hash.js";
import { identifyRun, runManifestSchema, writeRunManifest } from "../../src/migration/documents/run-manifest.js";
import { temporaryFolder } from "../support/temp.js";

const INPUTS = new Map([
  ["policy.json", "{}"],
  ["change_manifest.yaml", "manifest_version: 1\n"],
]);
const RECORD = { jobRef: "acme/app@abc", status: "completed" as const, outputs: { files_changed: 2 } };

test("the same job and inputs are the same run, whatever the order; another input is another run", () => {
  const run = identifyRun("acme/app", INPUTS);
  expect(identifyRun("acme/app", new Map([...INPUTS].reverse()))).toEqual(run);
  expect(identifyRun("acme/other", INPUTS).runId).not.toBe(run.runId);
  expect(identifyRun("acme/app", new Map([...INPUTS, ["policy.json", "{ }"]])).runId).not.toBe(run.runId);
});

test("a run leaves its manifest and byte-identical inputs, and is recorded once", async () => {
  const artifacts = await temporaryFolder();
  const run = identifyRun("acme/app", INPUTS);
  const folder = await writeRunManifest(artifacts, run, INPUTS, { ...RECORD, createdAt: new Date(0) });
  expect(folder).toBe(join(artifacts, "acme_app", run.runId));
  const text = await readFile(join(folder, "manifest.json"), "utf8");
  const manifest = runManifestSchema.parse(JSON.parse(text));
  expect(manifest).toMatchObject({ schema_version: "1.2.0", job_id: "acme/app", run_id: run.runId });
  for (const { path, blake3, bytes } of Object.values(manifest.input_snapshots)) {
    const content = await readFile(join(folder, path));
    expect([blake3Hex(content), content.length]).toEqual([blake3, bytes]);
  }
  await writeRunManifest(artifacts, run, INPUTS, { ...RECORD, createdAt: new Date(1) });
  expect(await readFile(join(folder, "manifest.json"), "utf8")).toBe(text);
});

test("a run that failed may come to something, and is then never a failure again", async () => {
  const artifacts = await temporaryFolder();
  const run = identifyRun("acme/app", INPUTS);
  const recorded = async (status: "failed" | "completed", outputs: Record<string, unknown>) => {
    const folder = await writeRunManifest(artifacts, run, INPUTS, {
      ...RECORD,
      status,
      outputs,
      createdAt: new Date(0),
    });
    return runManifestSchema.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"))).outputs;
  };
  expect(await recorded("failed", { error: "no network" })).toEqual({ error: "no network" });
  expect(await recorded("failed", { error: "no disk" })).toEqual({ error: "no disk" });
  expect(await recorded("completed", { done: true })).toEqual({ done: true });
  expect(await recorded("failed", { error: "no network" })).toEqual({ done: true });
});
