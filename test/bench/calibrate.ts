import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Table from "cli-table3";
import { main } from "../../src/cli/main.js";
import { calibrate, type ReleaseScore } from "./accuracy/calibration.js";
import { benchCommand, type BenchOptions } from "./accuracy/command.js";
import { figuresOf, reliability } from "./accuracy/figures.js";
import { readReleases } from "./accuracy/labels.js";
import { openRelease, type OpenedRelease } from "./accuracy/open-release.js";
import { loadScorer, type Scorer } from "./accuracy/scorer.js";

const MODEL = fileURLToPath(new URL("../../src/analysis/match/model.json", import.meta.url));

async function run({ labels, cache, out }: BenchOptions): Promise<void> {
  const { releases, skipped } = readReleases(labels);
  const scorer = await loadScorer(labels);
  for (const name of skipped) console.log(`skipped: ${name} (not a TypeScript release on npm)`);
  const opened: OpenedRelease[] = [];
  for (const release of releases) opened.push(await openRelease(release, join(cache, "npm")));
  const { model, leftOut, learned } = calibrate(opened, scorer);
  console.log(render("each release with what the others teach", leftOut, scorer));
  console.log(render("each release with what all teach", learned, scorer));
  writeFileSync(out, `${JSON.stringify(model, null, 2)}\n`);
  console.log(`wrote ${out}`);
}

function render(title: string, scores: readonly ReleaseScore[], scorer: Scorer): string {
  const table = plainTable([title, "recall", "renames", "≥ 0.7", "≥ 0.9", "wrong ≥ 0.7", "calibration error"]);
  for (const { name, score } of scores) table.push([name, ...Object.values(figuresOf([score], scorer))]);
  const all = scores.map(({ score }) => score);
  table.push(["overall", ...Object.values(figuresOf(all, scorer))]);
  const bins = plainTable(["confidence", "judged", "said", "right"]);
  for (const { range, count, said, right } of reliability(all.flatMap(({ outcomes }) => outcomes))) {
    bins.push([range, count, said.toFixed(3), right.toFixed(3)]);
  }
  return `${table.toString()}\n${bins.toString()}`;
}

function plainTable(head: string[]): Table.Table {
  return new Table({ head, style: { head: [], border: [] } });
}

const program = benchCommand(
  "calibrate",
  "learns the matching's weights and calibration from labelled releases",
  MODEL,
).action(run);

await main(program);
