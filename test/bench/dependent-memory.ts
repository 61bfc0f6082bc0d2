import { createTemporaryFolder } from "../support/temp.js";
import { applyArguments } from "./codemods/apply.js";
import { createBenchProject } from "./codemods/project.js";
import { RENAME_IMPORT, RENAME_MEMBER, RENAME_SYMBOL } from "./codemods/renames.js";
import { type Measurement, peakMemory } from "./measure.js";

const FILES = Number(process.env["BENCH_MEMORY_DEPENDENT"] ?? 5_000);

/** The most memory that a migration of a large dependent takes, type errors and what is left of the old API included. */
export async function benchDependentMemory(program: string): Promise<Measurement[]> {
  const folder = await createTemporaryFolder("onx-bench");
  try {
    const project = await createBenchProject(folder.path, FILES);
    const operations = [RENAME_IMPORT, RENAME_SYMBOL, RENAME_MEMBER];
    const args = await applyArguments(project, "renames", operations);
    const measured = await peakMemory([program, ...args, "--dry-run"]);
    return [{ name: `apply, ${FILES} files`, measured, floor: "1 GB", least: 1_024, unit: "MB", bar: 1 }];
  } finally {
    await folder.remove();
  }
}
