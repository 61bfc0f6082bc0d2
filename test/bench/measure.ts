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

/**
 * Medians of both, run in turns so that whatever else the machine does weighs on both; the first turn of each warms up.
 * They return what they took.
 */
export function inTurns(
  runs: number,
  measured: () => number,
  least: () => number,
): { measured: number; least: number } {
  const times = Array.from({ length: runs + 1 }, () => ({ measured: measured(), least: least() })).slice(1);
  return { measured: middleOf(times.map((each) => each.measured)), least: middleOf(times.map((each) => each.least)) };
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Exit codes of a program that did its work: 1 says that a person is needed. */
const DONE = [0, 1];

/** Wall time of a whole process, its start included. */
export async function processTime(file: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const { exitCode } = await execa(file, args, { stdout: "ignore", stderr: "inherit", reject: false });
  if (!DONE.includes(exitCode ?? -1)) throw new Error(`${file} ${args.join(" ")} ended with ${exitCode}`);
  return performance.now() - start;
}

/** Wall time of `node -e 0`. */
export async function emptyProcessTime(): Promise<number> {
  return processTime(process.execPath, ["-e", "0"]);
}
