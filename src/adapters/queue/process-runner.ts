import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { messageOf, OnxError } from "../../domain/errors.js";
import type { JobRequest, JobResult } from "../../domain/job.js";
import {
  type GenerateRequest,
  type JobAnswer,
  type JobAssignment,
  parseAnswer,
  parseGeneratedFiles,
  parseJobResult,
} from "./job-schemas.js";

/** Carries out heavy work, wherever that may be. */
export interface JobRunner {
  readonly name: string;
  migrate(request: JobRequest, token: string, signal: AbortSignal): Promise<JobResult>;
  /** The files of a change manifest, by name. */
  generate(request: GenerateRequest, signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

/** How long a worker may take, in milliseconds: one that never ends would keep others from their turn. */
const LONGEST_MS = 30 * 60_000;

/** Variables that a worker needs to find programs and folders; none of the App's own secrets is among them. */
const INHERITED = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "npm_config_cache", "NODE_EXTRA_CA_CERTS"];

/**
 * Runs every job in a process of its own. The assignment is the first line of its input, and the input stays open as long as the
 * job is wanted: when this process dies, however it dies, the worker's input ends and the worker goes too.
 */
export function createProcessRunner(script: string, longestMs = LONGEST_MS): JobRunner {
  return {
    name: "process",
    migrate: async (request, token, signal) =>
      parseJobResult(
        await runInProcess(script, { task: "migrate", request, token }, signal, longestMs + checksLimit(request)),
      ),
    generate: async (request, signal) =>
      parseGeneratedFiles(await runInProcess(script, { task: "generate", request }, signal, longestMs)),
  };
}

/** Checks have limits of their own, which come on top. */
function checksLimit({ policy }: JobRequest): number {
  return policy.checks.reduce((sum, { timeout }) => sum + timeout, 0);
}

async function runInProcess(
  script: string,
  assignment: JobAssignment,
  signal: AbortSignal,
  limitMs: number,
): Promise<unknown> {
  const child = spawn(process.execPath, ["--enable-source-maps", script], {
    env: Object.fromEntries(
      INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
    stdio: ["pipe", "pipe", "pipe"],
    signal,
  });
  // A worker that dies early leaves a broken pipe, and its exit says more than that.
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify(assignment)}\n`);
  const ended = new Promise<string>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, killedBy) => resolve(killedBy ?? `exit code ${String(code)}`));
  });
  let overdue = false;
  const limit = setTimeout(() => {
    overdue = true;
    // A worker that is busy with itself hears no other signal.
    child.kill("SIGKILL");
  }, limitMs);
  try {
    const [output, errors, end] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    if (overdue) throw new OnxError("job.timed_out", `the worker took longer than ${String(limitMs / 60_000)} minutes`);
    return resultOf(output, errors, end);
  } finally {
    clearTimeout(limit);
  }
}

function resultOf(output: string, errors: string, end: string): unknown {
  const answer = answerOf(output);
  if (answer === undefined) {
    const said = errors.trim().split("\n").at(-1) ?? "";
    throw new OnxError("job.lost", `the worker ended without an answer (${end})${said === "" ? "" : `: ${said}`}`);
  }
  if (answer.ok) return answer.result;
  throw new OnxError(answer.code, answer.message);
}

function answerOf(output: string): JobAnswer | undefined {
  if (output.trim() === "") return undefined;
  try {
    return parseAnswer(output);
  } catch (error) {
    throw new OnxError("job.answer", `the worker's answer cannot be read: ${messageOf(error)}`);
  }
}
