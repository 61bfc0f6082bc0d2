import { Command } from "commander";
import type { ApplyResult } from "../../app/apply.js";
import { list, probability } from "../option-values.js";
import { colorsWanted, createProgress, print, printJson } from "../output.js";

interface Flags {
  readonly manifest: string;
  readonly target: string;
  readonly registry?: string;
  readonly dryRun: boolean;
  readonly diffOutput?: string;
  readonly only?: string[];
  readonly skip?: string[];
  readonly minConfidence?: number;
  readonly corePath?: string;
  readonly core?: string;
  readonly allowDirty: boolean;
  readonly force: boolean;
  readonly lockfile: boolean;
  readonly verify: boolean;
  readonly artifacts?: string;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate apply --manifest registry://core_migrations/0.9.0_1.0.0 --target ./my_dependent_package \\
      --dry-run --diff-output migration_preview.patch

A package that asks for the new version already is left alone, so that applying twice changes nothing.
Exit code 1 means: done, and something needs a person.`;

export function applyCommand(): Command {
  return new Command("apply")
    .description("carry out a change manifest in a dependent")
    .requiredOption("--manifest <uri>", "file, folder, registry:// URI or http(s) URL")
    .requiredOption("--target <dir>", "the dependent")
    .option("--registry <dir>", "registry that registry:// URIs are looked up in (default: $ONX_REGISTRY)")
    .option("--dry-run", "write nothing to the target; a lockfile is left out", false)
    .option("--diff-output <file>", "write the changes as a patch for git apply")
    .option("--only <ids>", "carry out only these operations, such as OP001,OP002; the range stays", list)
    .option("--skip <ids>", "leave these operations out", list)
    .option("--min-confidence <number>", "carry out operations from this confidence on", probability)
    .option("--core-path <dir>", "git repository of the core, for its types")
    .option("--core <npm:NAME>", "published package of the core, for its types")
    .option("--allow-dirty", "go on although the work tree has uncommitted changes", false)
    .option("--force", "migrate packages that ask for the new version already", false)
    .option("--no-lockfile", "leave the lockfile to you")
    .option("--no-verify", "do not count type errors, nor look for what is left of the old API")
    .option(
      "--artifacts <dir>",
      "keep the checkpoint and the run's manifest here (default: TARGET/artifacts, checkpoint only)",
    )
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { applyFromCommandLine } = await import("../../app/apply-command.js");
  const request = {
    ...flags,
    registry: flags.registry ?? process.env["ONX_REGISTRY"],
    onProgress: progress.show,
    clock: { now: () => new Date() },
  };
  const result = await applyFromCommandLine(request).finally(progress.clear);
  if (flags.json) printJson(summary(result));
  else print(await render(result, flags));
  if (result.needsPerson) process.exitCode = 1;
}

function summary({ report, described, status, ranges, leftOut, checkpoint }: ApplyResult): object {
  const operations = report.operations.map((each) => ({
    ...each,
    old: described[each.id]?.old,
    new: described[each.id]?.new,
  }));
  return { ...report, operations, status, ranges, left_out: leftOut, checkpoint: checkpoint ?? null };
}

async function render(result: ApplyResult, flags: Flags): Promise<string> {
  const { renderApplyReport } = await import("../apply-report.js");
  const { dryRun, diffOutput, target } = flags;
  return renderApplyReport(result, { dryRun, diffOutput, target, colors: colorsWanted() });
}
