import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CheckResult } from "../../domain/job.js";
import { launchBubblewrap } from "./bubblewrap.js";
import { nextIdentity } from "./identity.js";
import { DEFAULT_LIMITS, type Limits } from "./limits.js";
import { launchNamespaces } from "./namespaces.js";
import { overuse } from "./overuse.js";
import { withOwnership } from "./ownership.js";
import type { CheckPlan, Launch, SandboxLevel } from "./plan.js";
import { runLaunch, type RunOutcome } from "./run-launch.js";
import { launchUnsandboxed } from "./unsandboxed.js";

export interface CheckRequest {
  readonly name: string;
  /** A shell command. */
  readonly command: string;
  /** The repository's folder: the one place that the check may change. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly network?: boolean;
  readonly maxOutputBytes?: number;
  /** Runs the check even where this machine can isolate nothing. */
  readonly allowUnsandboxed?: boolean;
  readonly limits?: Partial<Limits>;
  /** Uses this level instead of the best one. */
  readonly level?: SandboxLevel;
}

const DEFAULT_OUTPUT_BYTES = 64 * 1024;
const PROBE_TIMEOUT_MS = 10_000;

const LAUNCHERS: Record<SandboxLevel, (plan: CheckPlan) => Launch> = {
  bubblewrap: launchBubblewrap,
  namespaces: launchNamespaces,
  none: launchUnsandboxed,
};

/** Runs somebody's command on somebody's repository. Whatever the command does, the result says it: nothing is thrown. */
export async function runCheck(request: CheckRequest): Promise<CheckResult> {
  const sandbox = request.level ?? (await bestLevel());
  if (sandbox === "none" && request.allowUnsandboxed !== true) return refusal(request.name);
  const outcome = await runAt(sandbox, request);
  const status = outcome.timedOut ? "timed_out" : outcome.exitCode === 0 ? "passed" : "failed";
  const { exitCode, output, durationMs } = outcome;
  return { name: request.name, status, exit_code: exitCode, output, sandbox, duration_ms: durationMs };
}

let probed: Promise<SandboxLevel> | undefined;

/** The strongest level that works here, found once by using it. */
export function bestLevel(): Promise<SandboxLevel> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<SandboxLevel> {
  for (const level of ["bubblewrap", "namespaces"] as const) {
    if (await levelWorks(level)) return level;
  }
  return "none";
}

export async function levelWorks(level: SandboxLevel): Promise<boolean> {
  const cwd = await mkdtemp(join(tmpdir(), "onx-probe-"));
  try {
    const command = "test -w . && node --version";
    return (await runAt(level, { command, cwd, timeoutMs: PROBE_TIMEOUT_MS })).exitCode === 0;
  } catch {
    // A root that may not change owners, as in some containers.
    return false;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

async function runAt(level: SandboxLevel, request: Omit<CheckRequest, "name">): Promise<RunOutcome> {
  const identity = nextIdentity();
  const scratch = await mkdtemp(join(tmpdir(), "onx-check-"));
  const folder = await realpath(request.cwd);
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const { command, network = false, timeoutMs, maxOutputBytes = DEFAULT_OUTPUT_BYTES } = request;
  const launch = LAUNCHERS[level]({ command, folder, network, limits, identity, scratch });
  const run = (): Promise<RunOutcome> =>
    runLaunch(launch, { timeoutMs, maxOutputBytes, overuse: (pid) => overuse(pid, folder, limits) });
  try {
    return level === "none" ? await run() : await withOwnership(folder, identity, run);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function refusal(name: string): CheckResult {
  const output = "Not run: this machine offers neither bubblewrap nor user namespaces. Install bubblewrap there.";
  return { name, status: "refused", exit_code: null, output, sandbox: "none", duration_ms: 0 };
}
