import { execa } from "execa";

/** One line of the table: how long something takes, against what it is held to. */
export interface Measurement {
  readonly name: string;
  readonly measuredMs: number;
  readonly floor: string;
  readonly floorMs: number;
  /** Highest ratio allowed. */
  readonly bar: number;
}

export function ratioOf({ measuredMs, floorMs }: Measurement): number {
  return measuredMs / floorMs;
}

/** Median of several runs, after one that warms the file system's cache. */
export async function median(runs: number, run: () => Promise<number>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) times.push(await run());
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
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
