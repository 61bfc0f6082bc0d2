import { Command } from "commander";
import type { ImpactRequest } from "../../app/impact.js";
import { colorsWanted, createProgress, print, printJson } from "../output.js";

interface Flags extends Omit<ImpactRequest, "onProgress"> {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest impact --core-path . --from main --to HEAD --dependents ../app ../services

A folder with a package.json is a dependent; any other stands for the dependents directly inside it. Nothing is written.
Exit code 1 means: some places need a person.`;

export function impactCommand(): Command {
  return new Command("impact")
    .description("say what a change of a core would ask of its dependents")
    .option("--core-path <dir>", "git repository of the core")
    .option("--core <npm:NAME>", "published package, fetched with your npm configuration")
    .requiredOption("--from <ref>", "version that dependents are on, such as a pull request's base")
    .requiredOption("--to <ref>", "version with the change, such as a pull request's head")
    .requiredOption("--dependents <dirs...>", "folders of dependents, or of several of them")
    .option("--package <name>", "one package of a monorepo (default: all that are published)")
    .option("--json", "print everything as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { assessImpact } = await import("../../app/impact.js");
  const impact = await assessImpact({ ...flags, onProgress: progress.show }).finally(progress.clear);
  if (flags.json) printJson(impact);
  else {
    const { renderImpact } = await import("../impact-report.js");
    print(renderImpact(impact, colorsWanted()));
  }
  if (impact.needs_person) process.exitCode = 1;
}
