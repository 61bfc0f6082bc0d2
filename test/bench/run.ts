import Table from "cli-table3";
import { benchCodemods } from "./codemods.js";
import { benchDependentMemory } from "./dependent-memory.js";
import { benchGenerate } from "./generate.js";
import { benchHelp } from "./help.js";
import { type Measurement, ratioOf } from "./measure.js";
import { benchRebuild } from "./rebuild.js";
import { openBenchRepository } from "./repository.js";
import { benchSchemas } from "./schemas.js";
import { benchStore } from "./store.js";

const PROGRAM = new URL("../../dist/src/cli/onx-manifest.js", import.meta.url).pathname;
const MIGRATE = new URL("../../dist/src/cli/onx-migrate.js", import.meta.url).pathname;

/** Each by its name, so that `npm run bench -- store` runs one alone. */
const BENCHES: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  help: () => benchHelp(PROGRAM),
  generate: benchGenerateInRepository,
  store: benchStore,
  rebuild: benchRebuild,
  schemas: benchSchemas,
  codemods: () => benchCodemods(MIGRATE),
  memory: () => benchDependentMemory(MIGRATE),
};

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find((name) => !Object.hasOwn(BENCHES, name));
  if (unknown !== undefined) throw new Error(`no bench ${unknown}: there are ${Object.keys(BENCHES).join(", ")}`);
  const measurements: Measurement[] = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (wanted.length === 0 || wanted.includes(name)) measurements.push(...(await bench()));
  }
  console.log(render(measurements));
  if (measurements.some(isAboveBar)) process.exitCode = 1;
}

async function benchGenerateInRepository(): Promise<Measurement[]> {
  const repository = await openBenchRepository(process.env);
  try {
    return await benchGenerate(PROGRAM, repository);
  } finally {
    await repository.remove();
  }
}

function render(measurements: readonly Measurement[]): string {
  const table = new Table({
    head: ["what", "cost", "against", "cost", "ratio", "bar", ""],
    style: { head: [], border: [] },
  });
  for (const measurement of measurements) {
    const { name, measured, floor, least, bar, unit = "ms" } = measurement;
    const verdict = isAboveBar(measurement) ? "too much" : "ok";
    const ratio = ratioOf(measurement).toFixed(2);
    const [cost, leastCost] = [measured, least].map((value) => `${value.toFixed(0)} ${unit}`);
    table.push([name, cost, floor, leastCost, ratio, bar, verdict]);
  }
  return table.toString();
}

function isAboveBar(measurement: Measurement): boolean {
  return !(ratioOf(measurement) <= measurement.bar);
}

await main(process.argv.slice(2));
