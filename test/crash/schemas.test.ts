import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { migrateRunManifests } from "../../src/app/schemas-command.js";
import { historyOf, isSealed } from "../../src/migration/documents/migration-history.js";
import { isLeftover } from "../../src/migration/files.js";
import { temporaryFolder } from "../support/temp.js";

const PROGRAM = fileURLToPath(new URL("../../src/cli/onx-migrate.ts", import.meta.url));
const FILES = 400;
const KILLS = 4;

test("killed in the middle, each manifest is the old one or the new one, and the next run does the rest", async () => {
  const root = await temporaryFolder("onx-schemas");
  const old = await writeOldRuns(root);
  for (let kill = 0; kill < KILLS; kill++) {
    const child = spawn(process.execPath, ["--import", "tsx", PROGRAM, "schemas", root], { stdio: "ignore" });
    const ended = once(child, "exit");
    const already = (await migrated(old)).length;
    while (child.exitCode === null && (await migrated(old)).length < already + 20) await new Promise(setImmediate);
    child.kill("SIGKILL");
    await ended;
    for (const [file, text] of old) {
      const now = await readFile(file, "utf8");
      expect(now === text || isSealed(now)).toBe(true);
      if (now !== text) expect(await readFile(`${file}.1.0.0.backup`, "utf8")).toBe(text);
    }
  }
  const before = await migrated(old);
  expect(before.length).toBeGreaterThan(0);
  expect(before.length).toBeLessThan(FILES);
  const report = await migrateRunManifests({ root, dryRun: false, clock: { now: () => new Date(0) } });
  expect(report).toMatchObject({ found: FILES, current: before.length, failed: [] });
  for (const file of old.keys()) {
    const manifest = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    expect(historyOf(manifest)).toHaveLength(1);
  }
  const files = await readdir(root, { recursive: true });
  expect(files.filter((file) => file.endsWith(".backup"))).toHaveLength(FILES);
  expect(files.filter(isLeftover)).toEqual([]);
}, 120_000);

async function writeOldRuns(root: string): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (let at = 0; at < FILES; at++) {
    const run_id = at.toString(16).padStart(16, "0");
    const folder = join(root, "artifacts/job", run_id);
    await mkdir(folder, { recursive: true });
    const run = { schema_version: "1.0.0", job_id: "job", run_id, job_ref: "r", status: "completed" };
    const text = JSON.stringify({ ...run, created_at: "2026-01-01T00:00:00.000Z", outputs: {} });
    await writeFile(join(folder, "manifest.json"), text);
    texts.set(join(folder, "manifest.json"), text);
  }
  return texts;
}

async function migrated(old: ReadonlyMap<string, string>): Promise<string[]> {
  const files = [...old];
  const changed = await Promise.all(files.map(async ([file, text]) => (await readFile(file, "utf8")) !== text));
  return files.flatMap(([file], at) => (changed[at] === true ? [file] : []));
}
