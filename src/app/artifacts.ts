import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseJobRun, type JobRun } from "../adapters/queue/job-schemas.js";
import { writeAtomically } from "../migration/files.js";

/** Where an attempt's job and its result are kept, relative to the working area. */
export function runPath(migrationId: string, runId: string, attemptCount: number): string {
  return join("artifacts", migrationId, runId, `attempt-${String(attemptCount)}.json`);
}

export async function saveRun(dataDir: string, path: string, run: JobRun): Promise<void> {
  await writeAtomically(join(dataDir, path), JSON.stringify(run));
}

export async function findRun(dataDir: string, path: string): Promise<JobRun | undefined> {
  const text = await readFile(join(dataDir, path), "utf8").catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return text === undefined ? undefined : parseJobRun(text);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
