import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type JobAnswer, type JobAssignment, parseAssignment } from "../adapters/queue/job-schemas.js";
import { isOnxError, messageOf } from "../domain/errors.js";

/**
 * A process of its own for one piece of heavy work. The assignment is the first line of the input; the answer is all of the output.
 * When the input ends, whoever wanted the answer is gone, and so is this process.
 */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "onx-job-"));
  const leave = (): never => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    return process.exit(1);
  };
  const lines = createInterface({ input: process.stdin });
  const assignment = new Promise<string>((resolve) => lines.once("line", resolve));
  lines.once("close", leave);
  process.once("SIGTERM", leave);
  const answer = await answerTo(await assignment, folder);
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  process.stdout.write(JSON.stringify(answer), () => process.exit(0));
}

async function answerTo(line: string, folder: string): Promise<JobAnswer> {
  try {
    return { ok: true, result: await perform(parseAssignment(line), folder) };
  } catch (error) {
    return { ok: false, code: isOnxError(error) ? error.code : "job.failed", message: messageOf(error) };
  }
}

async function perform(assignment: JobAssignment, folder: string): Promise<unknown> {
  if (assignment.task === "generate") {
    const { generateManifest } = await import("./generate.js");
    const { folder: path, repository, package: name, from, to } = assignment.request;
    const { files } = await generateManifest({ origin: { kind: "git", path }, repository, package: name, from, to });
    return Object.fromEntries(files);
  }
  const { carryOutJob } = await import("./job.js");
  return await carryOutJob(assignment.request, assignment.token, folder);
}

await main();
