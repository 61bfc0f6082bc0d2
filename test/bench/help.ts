import { emptyProcessTime, median, type Measurement, processTime } from "./measure.js";

const RUNS = 9;

/** Asking for help loads nothing that only the work needs. */
export async function benchHelp(program: string): Promise<Measurement[]> {
  const least = await median(RUNS, emptyProcessTime);
  const measured = await median(RUNS, () => processTime(process.execPath, [program, "--help"]));
  return [{ name: "onx-manifest --help", measured, floor: "node -e 0", least, bar: 4 }];
}
