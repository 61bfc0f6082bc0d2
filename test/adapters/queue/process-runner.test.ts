import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProcessRunner } from "../../../src/adapters/queue/process-runner.js";
import { temporaryFolder } from "../../support/temp.js";

const REQUEST = { folder: "/nowhere", repository: "acme/core", package: "core", from: "1.0.0", to: "2.0.0" };
const NEVER = new AbortController().signal;

async function worker(source: string): Promise<string> {
  const script = join(await temporaryFolder(), "worker.mjs");
  await writeFile(script, source);
  return script;
}

test("a worker that never ends, and hears no signal, is ended", async () => {
  const script = await worker('process.on("SIGTERM", () => {}); for (;;);');
  await expect(createProcessRunner(script, 500).generate(REQUEST, NEVER)).rejects.toMatchObject({
    code: "job.timed_out",
  });
});

test("a worker sees the assignment, and none of the App's own settings", async () => {
  process.env["WEBHOOK_SECRET"] = "s3cret";
  const script = await worker(`
    for await (const chunk of process.stdin) {
      const result = { task: JSON.parse(chunk).task, secret: process.env.WEBHOOK_SECRET ?? "none" };
      process.stdout.write(JSON.stringify({ ok: true, result }), () => process.exit(0));
    }`);
  const files = await createProcessRunner(script).generate(REQUEST, NEVER);
  expect(Object.fromEntries(files)).toEqual({ task: "generate", secret: "none" });
});

test("a worker that ends without an answer is lost, with the last thing that it said", async () => {
  const script = await worker('console.error("out of memory"); process.exit(134);');
  await expect(createProcessRunner(script).generate(REQUEST, NEVER)).rejects.toMatchObject({
    code: "job.lost",
    message: "the worker ended without an answer (exit code 134): out of memory",
  });
});
