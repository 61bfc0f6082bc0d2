import { execa } from "execa";
import { join } from "node:path";
import { createTemporaryFolder } from "../support/temp.js";
import { emptyProcessTime, median, medians, type Measurement, processTime } from "./measure.js";
import type { BenchRepository } from "./repository.js";

const RUNS = 5;
const FLOOR = new URL("floor.ts", import.meta.url).pathname;

/** Generating a manifest, and generating it again from the cache, against the least that either can cost. */
export async function benchGenerate(program: string, repository: BenchRepository): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench-out");
  const { path, from, to, files } = repository;
  const versions = ["generate", "--core-path", path, "--from", from, "--to", to];
  const generate = (options: readonly string[]) => {
    const out = ["--out", join(folder.path, "out")];
    return processTime(process.execPath, [program, ...versions, ...out, ...options]);
  };
  try {
    const empty = await median(RUNS, emptyProcessTime);
    // In turns, so that whatever else the machine does falls on all of them.
    const [least, listingMs, freshMs, unverifiedMs, cachedMs] = await medians(RUNS, [
      async () => empty + (await floorTime("full", repository)),
      async () => empty + (await floorTime("list", repository)),
      () => generate([]),
      () => generate(["--no-verify"]),
      () => generate(["--cache", join(folder.path, "cache")]),
    ]);
    return [
      { name: `generate, ${files} files`, measured: freshMs, floor: "list, read, hash, parse", least, bar: 4 },
      { name: "generate --no-verify", measured: unverifiedMs, floor: "list, read, hash, parse", least, bar: 4 },
      { name: "generate again, --cache", measured: cachedMs, floor: "list", least: listingMs, bar: 1.5 },
    ];
  } finally {
    await folder.remove();
  }
}

async function floorTime(mode: "list" | "full", { path, from, to }: BenchRepository): Promise<number> {
  const { stdout } = await execa(process.execPath, ["--import", "tsx", FLOOR, mode, path, from, to]);
  return Number(stdout);
}
