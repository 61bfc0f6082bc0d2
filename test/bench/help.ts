import { emptyProcessTime, median, type Measurement, processTime } from "./measure.js";

const RUNS = 9;

/** Asking for help loads nothing that only the work needs. */
export async function benchHelp(program: string): Promise<Measurement[]> {
  const floorMs = await median(RUNS, emptyProcessTime);
  const measuredMs = await median(RUNS, () => processTime(process.execPath, [program, "--help"]));
  return [{ name: "onx-manifest --help", measuredMs, floor: "node -e 0", floorMs, bar: 4 }];
}
