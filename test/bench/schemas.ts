import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit from "p-limit";
import { migrateRunManifests } from "../../src/app/schemas-command.js";
import { writeAtomically } from "../../src/migration/files.js";
import { createTemporaryFolder } from "../support/temp.js";
import type { Measurement } from "./measure.js";

const FILES = Number(process.env["BENCH_MANIFESTS"] ?? 10_000);
const AT_ONCE = 8;

/** Bringing run manifests to the latest version, against reading, parsing and writing them with the same care. */
export async function benchSchemas(): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench");
  try {
    const bare = await writeOldRuns(join(folder.path, "bare"));
    await writeOldRuns(join(folder.path, "real"));
    const least = await time(() => rewriteAll(bare));
    const measured = await time(async () => {
      const root = join(folder.path, "real");
      const { migrated } = await migrateRunManifests({ root, dryRun: false, clock: { now: () => new Date(0) } });
      if (migrated.length !== FILES) throw new Error(`${migrated.length} of ${FILES} were migrated`);
    });
    const perFile = { measured: (measured / FILES) * 1_000, least: (least / FILES) * 1_000 };
    return [
      { name: `schemas, ${FILES} manifests`, floor: "read, parse, write, sync", bar: 2.5, unit: "µs", ...perFile },
    ];
  } finally {
    await folder.remove();
  }
}

async function rewriteAll(files: readonly string[]): Promise<void> {
  await pLimit(AT_ONCE).map(files, async (file) => {
    const text = await readFile(file, "utf8");
    JSON.parse(text);
    await writeAtomically(file, text);
  });
}

async function writeOldRuns(root: string): Promise<string[]> {
  const files: string[] = [];
  for (let at = 0; at < FILES; at++) {
    const run_id = at.toString(16).padStart(16, "0");
    const folder = join(root, "artifacts/job", run_id);
    await mkdir(folder, { recursive: true });
    const run = { schema_version: "1.0.0", job_id: "job", run_id, job_ref: "acme/app@abc", status: "completed" };
    const outputs = { report: { files_changed: Array.from({ length: 20 }, (_, file) => `src/file-${file}.ts`) } };
    const text = JSON.stringify({ ...run, created_at: "2026-01-01T00:00:00.000Z", outputs }, null, 2);
    await writeFile(join(folder, "manifest.json"), text);
    files.push(join(folder, "manifest.json"));
  }
  return files;
}

async function time(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
