import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { generateManifest } from "../../src/app/generate.js";
import { main } from "../../src/cli/main.js";
import { benchCommand, type BenchOptions } from "./accuracy/command.js";
import { tracesOf } from "./accuracy/explain.js";
import { figuresOf } from "./accuracy/figures.js";
import { readReleases } from "./accuracy/labels.js";
import { loadScorer } from "./accuracy/scorer.js";
import { accuracyPage, type Measured } from "./accuracy/table.js";

const PAGE = fileURLToPath(new URL("accuracy.md", import.meta.url));

interface AccuracyOptions extends BenchOptions {
  readonly manifests?: string;
  readonly verify: boolean;
}

/** Compares both versions of every labelled release, as `onx-manifest generate` does, and writes what came of it. */
async function run({ labels, cache, out, manifests, verify }: AccuracyOptions): Promise<void> {
  const { releases, skipped } = readReleases(labels);
  const scorer = await loadScorer(labels);
  const measured: Measured[] = [];
  for (const release of releases) {
    const { name, pkg, from, to } = release;
    const generated = await generateManifest({ origin: { kind: "npm", name: pkg }, from, to, cacheDir: cache, verify });
    const { operations } = generated.manifest;
    measured.push({
      release,
      score: scorer.score(release.labels, operations, release.complete),
      traces: tracesOf(generated),
    });
    const stages = Object.entries(generated.report.run.stages).map(([stage, ms]) => `${stage} ${Math.round(ms)} ms`);
    console.log(`${name}: ${stages.join(", ")}`);
    if (manifests !== undefined) writeManifest(join(manifests, name), generated.files);
  }
  const page = accuracyPage(measured, skipped, scorer);
  writeFileSync(out, await format(page, { ...(await resolveConfig(out)), parser: "markdown" }));
  const overall = Object.entries(
    figuresOf(
      measured.map(({ score }) => score),
      scorer,
    ),
  );
  console.log(`${overall.map(([name, value]) => `${name} ${value}`).join(" · ")}\nwrote ${out}`);
}

function writeManifest(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "change_manifest.yaml"), files.get("change_manifest.yaml") ?? "");
}

const program = benchCommand("accuracy", "measures inference on labelled releases and writes the table", PAGE)
  .option("--manifests <dir>", "also keeps every change manifest, in DIR/{release}/")
  .option("--no-verify", "does without witnesses, which takes less time")
  .action(run);

await main(program);
