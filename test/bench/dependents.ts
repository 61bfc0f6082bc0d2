import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { loadCoreSources } from "../../src/app/core-sources.js";
import type { CoreOrigin } from "../../src/app/core.js";
import type { Generated } from "../../src/app/generate-options.js";
import { generateManifest } from "../../src/app/generate.js";
import type { CoreTypes } from "../../src/app/migration-draft.js";
import { main } from "../../src/cli/main.js";
import { createTemporaryFolder } from "../support/temp.js";
import { benchCommand, type BenchOptions } from "./accuracy/command.js";
import type { LabelledRelease } from "./accuracy/labels.js";
import { loadScorer } from "./accuracy/scorer.js";
import { readCorpus } from "./dependents/corpus.js";
import { type MeasuredDependent, measureDependent } from "./dependents/measure.js";
import { dependentsPage } from "./dependents/page.js";

const PAGE = fileURLToPath(new URL("dependents.md", import.meta.url));

interface DependentsOptions extends BenchOptions {
  readonly mirror?: string;
  readonly only?: string;
}

/** Migrates real dependents as they were before people did it, and writes what came of it. */
async function run({ labels, cache, out, mirror, only }: DependentsOptions): Promise<void> {
  const { dependents, skipped } = readCorpus(labels, mirror);
  const scorer = await loadScorer(labels);
  for (const [repo, why] of skipped) console.log(`skipped: ${repo}: ${why}`);
  const measured: MeasuredDependent[] = [];
  for (const dependent of dependents.filter(({ repo }) => only === undefined || repo.includes(only))) {
    const { generated, core } = await readCore(dependent.release, cache);
    const folder = await createTemporaryFolder("onx-dependent");
    const one = await measureDependent(dependent, generated, core, scorer, folder.path).finally(folder.remove);
    console.log(`${dependent.repo}: ${one.same} of ${one.lines} lines the same, ${one.wrong.length} wrong edits`);
    measured.push(one);
  }
  if (measured.length === 0) return console.log("nothing measured: name a folder of repositories with --mirror");
  const page = dependentsPage(measured, skipped);
  writeFileSync(out, await format(page, { ...(await resolveConfig(out)), parser: "markdown" }));
  console.log(`wrote ${out}`);
}

async function readCore(
  { pkg, from, to }: LabelledRelease,
  cache: string,
): Promise<{ generated: Generated; core: CoreTypes }> {
  const origin: CoreOrigin = { kind: "npm", name: pkg };
  const generated = await generateManifest({ origin, from, to, cacheDir: cache });
  const access = { package: pkg, cacheDir: cache };
  const core = {
    from: await loadCoreSources(origin, from, from, access),
    to: await loadCoreSources(origin, to, to, access),
    notes: [],
  };
  return { generated, core };
}

const program = benchCommand("dependents", "migrates real dependents, and compares with what people did", PAGE)
  .option(
    "--mirror <dir>",
    "the repositories, each from git clone --bare https://github.com/OWNER/NAME DIR/OWNER+NAME (ONX_MIRROR)",
    process.env["ONX_MIRROR"],
  )
  .option("--only <text>", "only repositories with this in their name")
  .action(run);

await main(program);
