import { Command } from "commander";
import type { SnapshotRequest } from "../../app/snapshot-command.js";
import { print, printJson } from "../output.js";

interface Flags extends SnapshotRequest {
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest snapshot --core-path ./core --ref v1.0.0 --out artifacts/snapshots/1.0.0`;

export function snapshotCommand(): Command {
  return new Command("snapshot")
    .description("write the tree, metadata and symbol graph of one version of a core")
    .option("--core-path <dir>", "git repository of the core")
    .option("--core <npm:NAME>", "published package, fetched with your npm configuration")
    .requiredOption("--ref <ref>", "version, tag, branch or commit")
    .requiredOption("--out <dir>", "folder to write to")
    .option("--package <name>", "one package of a monorepo (default: all that are published)")
    .option("--json", "print a summary as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const { snapshotToFolder } = await import("../../app/snapshot-command.js");
  const summary = await snapshotToFolder(flags);
  if (flags.json) printJson(summary);
  else print(`${summary.symbols} public names at ${summary.ref} (${summary.tree})\nwritten to ${summary.out}`);
}
