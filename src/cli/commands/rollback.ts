import { Command } from "commander";
import type { RolledBack } from "../../app/rollback.js";
import { print, printJson } from "../output.js";

interface Flags {
  readonly package: string;
  readonly toVersion: string;
  readonly checkpoint?: string;
  readonly force: boolean;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate rollback --package ./my_dependent_package --to-version 0.9.0 \\
      --checkpoint artifacts/rollback/checkpoint_pre_1.0.0

A file edited since is merged three ways; where both changed the same lines it is left alone and reported.`;

export function rollbackCommand(): Command {
  return new Command("rollback")
    .description("restore what apply changed, byte for byte, from its checkpoint")
    .requiredOption("--package <dir>", "the dependent")
    .requiredOption("--to-version <version>", "the core's version to go back to")
    .option("--checkpoint <dir>", "checkpoint to restore (default: the dependent's latest for that version)")
    .option("--force", "restore files that were edited since, losing those edits", false)
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { rollBackPackage } = await import("../../app/rollback.js");
  const result = await rollBackPackage({
    target: flags.package,
    toVersion: flags.toVersion,
    force: flags.force,
    ...(flags.checkpoint !== undefined && { checkpoint: flags.checkpoint }),
  });
  if (flags.json) printJson(result);
  else print(render(result));
  if (result.conflicts > 0) process.exitCode = 1;
}

function render(result: RolledBack): string {
  const lines = result.files.map(({ path, action, reason }) =>
    reason === undefined ? `  ${action.padEnd(9)}  ${path}` : `  ${action.padEnd(9)}  ${path}: ${reason}`,
  );
  return [`${result.package} ${result.to} → ${result.from}`, "", ...lines, "", summary(result)].join("\n");
}

function summary({ files, conflicts, remaining }: RolledBack): string {
  const restored = files.filter(({ action }) => action !== "unchanged" && action !== "conflict").length;
  if (conflicts > 0) return `${restored} restored, ${conflicts} left alone: mend them by hand, or use --force`;
  const done = restored === 0 ? "nothing to do: every file is as it was" : `${restored} restored`;
  return remaining === undefined ? done : `${done}; run it again to undo the earlier part, ${remaining}`;
}
