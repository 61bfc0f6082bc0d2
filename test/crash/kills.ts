import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const LOAD = fileURLToPath(new URL("load.ts", import.meta.url));

/** Milliseconds after which a process that has not come to its crash point is killed where it stands. */
const LONGEST_MS = 2_000;

const KINDS = [
  "manifest.generate",
  "dependents.find",
  "job.run",
  "branch.push",
  "check-run.publish",
  "pull-request.open",
];
const POINTS = ["before-look", "before-act", "after-act", "between-records", "after-record"];
/** Nothing is reported of a check run. */
const NEVER = new Set(["check-run.publish:between-records"]);

export const CRASH_POINTS = KINDS.flatMap((kind) => POINTS.map((point) => `${kind}:${point}`)).filter(
  (point) => !NEVER.has(point),
);

/** What a process has said before it came to its end. */
export interface Life {
  readonly lines: readonly string[];
  /** True where it ended itself at its crash point. */
  readonly crashed: boolean;
  readonly exitCode: number | null;
}

/** Runs the load until it crashes at the point, or, without one, until a moment that `random` in [0, 1) chooses. */
export async function liveAndDie(folder: string, random: number, point?: string): Promise<Life> {
  const child = start(folder, "load", point);
  let killed = false;
  const kill = (): void => {
    killed = true;
    child.kill("SIGKILL");
  };
  const lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  for await (const line of linesOf(child)) {
    lines.push(line);
    if (line === "ready") timer = setTimeout(kill, point === undefined ? random * 600 : LONGEST_MS);
  }
  clearTimeout(timer);
  return { lines, crashed: !killed && child.signalCode === "SIGKILL", exitCode: child.exitCode };
}

/** Lets everything that is under way come to its end. */
export async function drain(folder: string): Promise<Life> {
  const child = start(folder, "drain");
  const lines: string[] = [];
  for await (const line of linesOf(child)) lines.push(line);
  return { lines, crashed: false, exitCode: child.exitCode };
}

function start(folder: string, mode: string, point = ""): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", LOAD, folder, mode, point], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function* linesOf(child: ChildProcess): AsyncGenerator<string> {
  const ended = once(child, "exit");
  if (child.stdout !== null) yield* createInterface({ input: child.stdout });
  await ended;
}
