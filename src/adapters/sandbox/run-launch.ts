import { execa } from "execa";
import { createCappedOutput } from "./capped-output.js";
import type { Launch } from "./plan.js";

export interface RunOutcome {
  /** null where a signal ended it, or it could not be started. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly output: string;
  readonly durationMs: number;
}

export interface RunOptions {
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  /** Asked every second: why it must not go on, if it must not. */
  readonly overuse: (pid: number) => string | undefined;
}

const WATCH_MS = 1_000;

/** Runs to the end, to the time limit, or until it uses too much; then the whole process group is killed. */
export async function runLaunch(launch: Launch, options: RunOptions): Promise<RunOutcome> {
  const { timeoutMs, maxOutputBytes, overuse } = options;
  const started = performance.now();
  const output = createCappedOutput(maxOutputBytes);
  const child = execa(launch.file, launch.args, {
    cwd: launch.cwd,
    env: launch.env,
    extendEnv: false,
    stdio: ["ignore", "pipe", "pipe", ...launch.pipes],
    encoding: "buffer",
    buffer: false,
    all: true,
    detached: true,
    reject: false,
  });
  child.all.on("data", (chunk: Buffer) => output.add(chunk));
  let timedOut = false;
  let reason: string | undefined;
  const stop = (): void => {
    killGroup(child.pid);
    // A process that left the group may still hold the pipes.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutMs);
  const watch = setInterval(() => {
    reason ??= child.pid === undefined ? undefined : overuse(child.pid);
    if (reason !== undefined) stop();
  }, WATCH_MS);
  const { exitCode, originalMessage, code } = await child;
  clearTimeout(timer);
  clearInterval(watch);
  killGroup(child.pid);
  if (reason !== undefined) output.add(Buffer.from(`\nstopped: ${reason}\n`));
  if (code === "ENOENT") output.add(Buffer.from(originalMessage ?? ""));
  return {
    exitCode: timedOut || reason !== undefined ? null : (exitCode ?? null),
    timedOut,
    output: output.text(),
    durationMs: Math.round(performance.now() - started),
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Already gone.
  }
}
