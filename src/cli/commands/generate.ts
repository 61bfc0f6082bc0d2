import { Command, Option } from "commander";
import type { GenerateRequest, GenerateSummary } from "../../app/generate-command.js";
import { count, probability } from "../option-values.js";
import { createProgress, print, printJson } from "../output.js";

interface Flags extends Omit<GenerateRequest, "onProgress"> {
  readonly json: boolean;
}

const EXAMPLE = `
Examples:
  $ onx-manifest generate --core-path ./core --from 0.9.0 --to 1.0.0 --out artifacts/core_diff/0.9.0_1.0.0
  $ onx-manifest generate --core npm:date-fns --from 1.30.1 --to 2.0.0

--from and --to take a version, a tag (with or without v, or name@version), a branch or a commit.
Exit code 1 means: done, and some operations ask for a person.`;

export function generateCommand(): Command {
  return new Command("generate")
    .description("compare two versions of a core and write down what its dependents must change")
    .option("--core-path <dir>", "git repository of the core")
    .option("--core <npm:NAME>", "published package, fetched with your npm configuration")
    .requiredOption("--from <ref>", "version that dependents are on")
    .requiredOption("--to <ref>", "version that they are to move to")
    .option("--out <dir>", "folder to write to (default: artifacts/core_diff/FROM_TO)")
    .option("--package <name>", "one package of a monorepo (default: all that are published)")
    .addOption(
      new Option("--language <language>", "language of the core").choices(["auto", "typescript"]).default("auto"),
    )
    .option("--confidence-threshold <number>", "leave out operations less sure than this", probability)
    .option("--no-verify", "give the operations no witnesses, which is quicker")
    .option("--parallel <number>", "packages fetched at once", count, 4)
    .option("--repository <owner/name>", "where the core lives, for the manifest's provenance")
    .option("--cache <dir>", "keep results and tarballs here between runs")
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { generateToFolder } = await import("../../app/generate-command.js");
  const summary = await generateToFolder({ ...flags, onProgress: progress.show }).finally(progress.clear);
  if (flags.json) printJson(summary);
  else print(render(summary));
  if (summary.by_band.review > 0) process.exitCode = 1;
}

function render(summary: GenerateSummary): string {
  const { auto, warn, review } = summary.by_band;
  const kinds = Object.entries(summary.by_kind).map(([kind, count]) => `  ${String(count).padStart(5)}  ${kind}`);
  return [
    `${summary.package} ${summary.from} → ${summary.to}: ${auto + warn + review} operations`,
    ...summary.unread.map(
      (version) => `no public name of ${summary.package} ${version} could be read, so that nothing is said of it`,
    ),
    ...(kinds.length > 0 ? ["", ...kinds] : []),
    "",
    `${auto} certain, ${warn} likely, ${review} for a person to decide, ${summary.unresolved} changes without an operation`,
    `written to ${summary.out}`,
  ].join("\n");
}
