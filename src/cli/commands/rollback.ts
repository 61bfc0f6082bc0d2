import { Command } from "commander";
import type { RolledBack } from "../../app/rollback.js";
import { createProgress, print, printJson, shorten } from "../output.js";

interface Flags {
  readonly package: string;
  readonly toVersion: string;
  readonly checkpoint?: string;
  readonly force: boolean;
  readonly corePath?: string;
  readonly core?: string;
  readonly lockfile: boolean;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate rollback --package ./my_dependent_package --to-version 0.9.0 \\
      --checkpoint artifacts/rollback/checkpoint_pre_1.0.0

A file edited since is merged three ways, and what was edited or written since is brought back to the old names
by the operations turned round. What no operation takes back is reported (exit code 1).
A migration of several steps at once goes back to any version on the way, too.`;

export function rollbackCommand(): Command {
  return new Command("rollback")
    .description("restore what apply changed, byte for byte, from its checkpoint")
    .requiredOption("--package <dir>", "the dependent")
    .requiredOption("--to-version <version>", "the core's version to go back to, or one on the way")
    .option("--checkpoint <dir>", "checkpoint to restore (default: the dependent's latest for that version)")
    .option("--force", "restore files that were edited since, losing those edits", false)
    .option("--core-path <dir>", "git repository of the core, for its types")
    .option("--core <npm:NAME>", "published package of the core, for its types")
    .option("--no-lockfile", "leave a lockfile to you that the checkpoint cannot restore")
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const progress = createProgress();
  const { rollBackPackage } = await import("../../app/rollback.js");
  const request = { ...flags, target: flags.package, onProgress: progress.show };
  const result = await rollBackPackage(request).finally(progress.clear);
  if (flags.json) printJson(result);
  else print(render(result));
  if (result.conflicts + result.flagged + result.notes.length > 0) process.exitCode = 1;
}

function render(result: RolledBack): string {
  const { files, notes } = result;
  const places = files.flatMap(({ path, flagged = [] }) =>
    flagged.map(({ line, operation, reason }) => [`${path}:${line}`, operation ?? [], reason].flat().join("  ")),
  );
  const parts = [
    `${result.package} ${result.to} → ${result.reached}`,
    files.map((file) => `  ${fileLine(file)}`).join("\n"),
    ...(places.length > 0 ? [["needs a person:", ...shorten(places)].join("\n")] : []),
    ...(notes.length > 0 ? [["notes:", ...notes.map((note) => `  ${note}`)].join("\n")] : []),
    summary(result),
  ];
  return parts.join("\n\n");
}

function fileLine({ path, action, reason, moved_from: from }: RolledBack["files"][number]): string {
  const moved = from === undefined ? path : `${path} (was ${from})`;
  return `${action.padEnd(9)}  ${reason === undefined ? moved : `${moved}: ${reason}`}`;
}

function summary({ files, conflicts, remaining, to, reached }: RolledBack): string {
  if (reached === to) return `nothing was changed: ${conflicts} in the way, mend them by hand, or use --force`;
  const restored = files.filter(({ action }) => action !== "unchanged" && action !== "conflict").length;
  if (conflicts > 0) return `${restored} restored, ${conflicts} left alone: mend them by hand, or use --force`;
  const done = restored === 0 ? "nothing to do: every file is as it was" : `${restored} restored`;
  return remaining === undefined ? done : `${done}; run it again to undo the earlier part, ${remaining}`;
}
