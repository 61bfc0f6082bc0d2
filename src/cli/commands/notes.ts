import { Command } from "commander";
import { print, printJson } from "../output.js";

interface Flags {
  readonly manifest: string;
  readonly registry?: string;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest notes --manifest artifacts/core_diff/0.9.0_1.0.0 > MIGRATION.md`;

export function notesCommand(): Command {
  return new Command("notes")
    .description("print a manifest as release notes for people")
    .requiredOption("--manifest <uri>", "file, folder, registry:// URI or http(s) URL")
    .option("--registry <dir>", "registry that registry:// URIs are looked up in (default: $ONX_REGISTRY)")
    .option("--json", "print the notes inside JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run({ manifest, registry = process.env["ONX_REGISTRY"], json }: Flags): Promise<void> {
  const { readNotes } = await import("../../app/manifest-commands.js");
  const notes = await readNotes({ manifest, registry });
  if (json) printJson({ notes });
  else print(notes);
}
