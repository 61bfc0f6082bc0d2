import { Command } from "commander";
import type { SchemasReport, SchemasRequest, VersionDistribution } from "../../app/schemas-command.js";
import { print, printJson, shorten } from "../output.js";

interface Flags extends Omit<SchemasRequest, "root" | "clock"> {
  readonly listVersions: boolean;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-migrate schemas . --list-versions
  $ onx-migrate schemas . --dry-run
  $ onx-migrate schemas . --target-version 1.2.0

Every file that changes is backed up beside itself first. One that cannot be migrated stays as it is, and the rest go on; exit
code 1 says that there was one.`;

export function schemasCommand(): Command {
  return new Command("schemas")
    .description("bring the run manifests below a folder to a newer version of their schema")
    .argument("<root>", "folder that holds artifacts, at any depth")
    .option("--list-versions", "only say how many there are of each version", false)
    .option("--dry-run", "say what would be done, and write nothing", false)
    .option("--target-version <version>", "version to bring them to (default: the latest)")
    .option("--manifest <file>", "migrate this one alone")
    .option("--json", "print the report as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(root: string, flags: Flags): Promise<void> {
  const { countVersions, migrateRunManifests } = await import("../../app/schemas-command.js");
  if (flags.listVersions) {
    const versions = await countVersions({ root, ...flags });
    if (flags.json) printJson(versions);
    else print(renderVersions(versions));
    return;
  }
  const report = await migrateRunManifests({ root, ...flags, clock: { now: () => new Date() } });
  if (flags.json) printJson(report);
  else print(renderReport(report));
  if (report.failed.length > 0) process.exitCode = 1;
}

function renderVersions({ latest, found, versions, unreadable }: VersionDistribution): string {
  const rows = [
    ...versions.map(({ version, count }): [string, number] => [version, count]),
    ...(unreadable > 0 ? [["unreadable", unreadable] as [string, number]] : []),
  ];
  const lines = rows.map(
    ([name, count]) => `  ${name.padEnd(10)} ${String(count).padStart(6)}  ${percentage(count, found)}`,
  );
  const behind = versions.filter(({ version }) => version !== latest).reduce((sum, { count }) => sum + count, 0);
  const conclusion = behind === 0 ? `none needs migration` : `${behind} of them not at ${latest}, the latest version`;
  return [`${found} run manifests`, ...lines, conclusion].join("\n");
}

function percentage(count: number, all: number): string {
  return `${((100 * count) / all).toFixed(1).padStart(5)} %`;
}

function renderReport(report: SchemasReport): string {
  const { migrated, failed, target_version: target } = report;
  const moved = migrated.map(({ path, from, through }) => `${path}: ${[from, ...through].join(" → ")}`);
  const counts: readonly (readonly [string, number])[] = [
    ["found", report.found],
    [report.dry_run ? "would migrate" : "migrated", migrated.length],
    [`already ${target}`, report.current],
    ["newer", report.newer],
    ["failed", failed.length],
  ];
  return [
    ...(moved.length > 0 ? [...shorten(moved), ""] : []),
    ...counts.map(([name, count]) => `${name.padEnd(14)} ${String(count).padStart(6)}`),
    ...(failed.length > 0 ? ["", ...shorten(failed.map(({ path, reason }) => `${path}: ${reason}`))] : []),
    "",
    conclusion(report),
  ].join("\n");
}

function conclusion({ dry_run: dryRun, migrated, failed, target_version: target }: SchemasReport): string {
  if (dryRun) return "dry run: nothing was written";
  const left = failed.length === 0 ? "" : `; ${failed.length} could not be, and are as they were`;
  if (migrated.length === 0) return failed.length === 0 ? "nothing to do" : `none was migrated${left}`;
  return `${migrated.length} brought to ${target}, each with a backup beside it${left}`;
}
