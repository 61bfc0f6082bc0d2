import { Command } from "commander";
import type { ReindexReport, ReindexRequest } from "../../app/reindex.js";
import { print, printJson, shorten } from "../output.js";

interface Flags extends Omit<ReindexRequest, "root"> {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate reindex data
  $ onx-migrate reindex data --projections

The artifacts and the events are what counts; what is made anew here can always be made from them.`;

export function reindexCommand(): Command {
  return new Command("reindex")
    .description("rebuild the database's index of runs from the artifacts")
    .argument("<root>", "the App's working area, such as $DATA_DIR")
    .option("--database <file>", "the App's database (default: ROOT/store.db)")
    .option("--projections", "rebuild the projections from the events, too", false)
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(root: string, flags: Flags): Promise<void> {
  const { reindex } = await import("../../app/reindex.js");
  const report = await reindex({ root, ...flags });
  if (flags.json) printJson(report);
  else print(render(report));
  if (report.unreadable.length > 0) process.exitCode = 1;
}

function render({ runs, unreadable, events }: ReindexReport): string {
  return [
    `${runs} runs`,
    ...(events === null ? [] : [`projections rebuilt from ${events} events`]),
    ...(unreadable.length === 0 ? [] : [`${unreadable.length} manifests cannot be read:`]),
    ...shorten(unreadable.map(({ path, reason }) => `${path}: ${reason}`)),
  ].join("\n");
}
