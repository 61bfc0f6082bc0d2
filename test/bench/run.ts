import Table from "cli-table3";
import { benchGenerate } from "./generate.js";
import { benchHelp } from "./help.js";
import { type Measurement, ratioOf } from "./measure.js";
import { openBenchRepository } from "./repository.js";

const PROGRAM = new URL("../../dist/src/cli/onx-manifest.js", import.meta.url).pathname;

async function main(): Promise<void> {
  const repository = await openBenchRepository(process.env);
  try {
    const measurements = [...(await benchHelp(PROGRAM)), ...(await benchGenerate(PROGRAM, repository))];
    console.log(render(measurements));
    if (measurements.some(isAboveBar)) process.exitCode = 1;
  } finally {
    await repository.remove();
  }
}

function render(measurements: readonly Measurement[]): string {
  const table = new Table({
    head: ["what", "ms", "against", "ms", "ratio", "bar", ""],
    style: { head: [], border: [] },
  });
  for (const measurement of measurements) {
    const { name, measuredMs, floor, floorMs, bar } = measurement;
    const verdict = isAboveBar(measurement) ? "too slow" : "ok";
    const ratio = ratioOf(measurement).toFixed(2);
    table.push([name, measuredMs.toFixed(0), floor, floorMs.toFixed(0), ratio, bar, verdict]);
  }
  return table.toString();
}

function isAboveBar(measurement: Measurement): boolean {
  return !(ratioOf(measurement) <= measurement.bar);
}

await main();
