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

/** Runs to the end or to the time limit; then the whole process group is killed. */
export async function runLaunch(launch: Launch, timeoutMs: number, maxOutputBytes: number): Promise<RunOutcome> {
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
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
    // A process that left the group may still hold the pipes.
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeoutMs);
  const { exitCode, originalMessage, code } = await child;
  clearTimeout(timer);
  killGroup(child.pid);
  if (code === "ENOENT") output.add(Buffer.from(originalMessage ?? ""));
  return {
    exitCode: timedOut ? null : (exitCode ?? null),
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
