import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** One line of the table: what something costs, against the least that it can. */
export interface Measurement {
  readonly name: string;
  readonly measured: number;
  readonly floor: string;
  readonly least: number;
  /** Milliseconds unless said otherwise. */
  readonly unit?: "ms" | "MB" | "µs";
  /** Highest ratio allowed. */
  readonly bar: number;
}

export function ratioOf({ measured, least }: Measurement): number {
  return measured / least;
}

/** Median of several runs, after one that warms the file system's cache. */
export async function median(runs: number, run: () => Promise<number>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) times.push(await run());
  return middleOf(times);
}

/** Medians of several things that are run in turns; the first turn warms up. */
export async function medians<T extends readonly (() => Promise<number>)[]>(
  runs: number,
  all: readonly [...T],
): Promise<{ [K in keyof T]: number }> {
  const times = all.map((): number[] => []);
  for (let turn = 0; turn <= runs; turn += 1) {
    for (const [i, run] of all.entries()) {
      const time = await run();
      if (turn > 0) times[i]?.push(time);
    }
  }
  return times.map(middleOf) as { [K in keyof T]: number };
}

/** What something took: by the clock, and of the processor's time, the kernel's part included. In milliseconds. */
export interface Cost {
  readonly wall: number;
  readonly cpu: number;
}

export function costOf(work: () => unknown): Cost {
  const start = performance.now();
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1_000 };
}

/**
 * The least cost of both, run in turns; the first turn of each warms up. Whatever else the machine does only ever adds to it.
 */
export function inTurns(
  runs: number,
  measured: () => Cost,
  least: () => Cost,
): Record<keyof Cost, { readonly measured: number; readonly least: number }> {
  const turns = Array.from({ length: runs + 1 }, () => ({ measured: measured(), least: least() })).slice(1);
  const leastOf = (key: keyof Cost) => ({
    measured: Math.min(...turns.map((turn) => turn.measured[key])),
    least: Math.min(...turns.map((turn) => turn.least[key])),
  });
  return { wall: leastOf("wall"), cpu: leastOf("cpu") };
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Exit codes of a program that did its work: 1 says that a person is needed. */
const DONE = [0, 1];

/** Wall time of a whole process, its start included. */
export async function processTime(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string } = {},
): Promise<number> {
  const start = performance.now();
  const { exitCode } = await execa(file, args, { ...options, stdout: "ignore", stderr: "inherit", reject: false });
  if (!DONE.includes(exitCode ?? -1)) throw new Error(`${file} ${args.join(" ")} ended with ${exitCode}`);
  return performance.now() - start;
}

const PEAK_MEMORY = fileURLToPath(new URL("peak-memory.cjs", import.meta.url));

/** The most memory that a Node program took, in MB. */
export async function peakMemory(args: readonly string[]): Promise<number> {
  const { exitCode, stdio } = await execa(process.execPath, ["--require", PEAK_MEMORY, ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
    reject: false,
  });
  if (!DONE.includes(exitCode ?? -1)) throw new Error(`${args.join(" ")} ended with ${exitCode}`);
  return Number(stdio[3]) / 1_024;
}

/** Wall time of `node -e 0`. */
export async function emptyProcessTime(): Promise<number> {
  return processTime(process.execPath, ["-e", "0"]);
}
