import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type BenchProject, CORE } from "./project.js";

export interface BenchOperation {
  readonly kind: string;
  readonly match: Readonly<Record<string, string>>;
}

/** Writes a manifest beside the project, and gives the arguments of `onx-migrate` that carry it out in the dependent. */
export async function applyArguments(
  { core, dependent }: BenchProject,
  name: string,
  operations: readonly BenchOperation[],
): Promise<string[]> {
  const manifest = join(core.dir, "..", `${name}.json`);
  const [from_sha, to_sha] = await Promise.all(["v1.0.0", "v2.0.0"].map((tag) => core.git("rev-parse", tag)));
  const evidence = { confidence: 1, method: "declared", evidence: {}, depends_on: [], breaking: true };
  const text = {
    manifest_version: 1,
    package: CORE,
    language: "typescript",
    from: "1.0.0",
    to: "2.0.0",
    summary: "Renames.",
    semver: { declared: "major", required: "major" },
    provenance: {
      repository: "bench/core",
      from_sha,
      to_sha,
      tree_from: `blake3:${"0".repeat(64)}`,
      tree_to: `blake3:${"0".repeat(64)}`,
      tool: "bench",
      thresholds: { auto: 0.9, warn: 0.7 },
    },
    operations: operations.map((each, index) => ({ id: `OP00${index + 1}`, ...each, ...evidence })),
  };
  await writeFile(manifest, JSON.stringify(text));
  const where = ["--manifest", manifest, "--target", dependent.dir, "--core-path", core.dir];
  return ["apply", ...where, "--no-lockfile"];
}
