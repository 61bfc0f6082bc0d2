import { Command } from "commander";
import type { CompatRequest } from "../../app/compat.js";
import { colorsWanted, createProgress, print, printJson } from "../output.js";

interface Flags extends Omit<CompatRequest, "onProgress"> {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest compat --package ./dependent --core-versions ">=0.9.0,<2.0.0" --registry ./registry

A range is written as npm does (">=1 <3", "^1.2") or as PEP 440 does (">=1,<3", "~=1.4"). The versions are those that the
registry's manifests speak of; with --core npm:NAME, all that are published. Nothing is written.
Exit code 1 means: some versions need a person, or nothing tells of them.`;

export function compatCommand(): Command {
  return new Command("compat")
    .description("say which versions of a core a dependent works with, or could be migrated to")
    .requiredOption("--package <dir>", "the dependent")
    .requiredOption("--core-versions <range>", "versions of the core to look at")
    .option("--registry <dir>", "registry with the core's manifests (default: $ONX_REGISTRY)")
    .option("--core-name <name>", "the core, where the dependent uses several")
    .option(
      "--from <version>",
      "version that the dependent is on (default: the installed one, or the lowest of its range)",
    )
    .option("--core-path <dir>", "git repository of the core, for its types")
    .option("--core <npm:NAME>", "published package of the core, for its types and versions")
    .option("--json", "print everything as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { findCompat } = await import("../../app/compat.js");
  const registry = flags.registry ?? process.env["ONX_REGISTRY"];
  const compat = await findCompat({ ...flags, registry, onProgress: progress.show }).finally(progress.clear);
  if (flags.json) printJson(compat);
  else {
    const { renderCompat } = await import("../compat-report.js");
    print(renderCompat(compat, colorsWanted()));
  }
  if (compat.needs_person) process.exitCode = 1;
}
