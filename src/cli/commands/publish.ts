import { Command } from "commander";
import { print, printJson } from "../output.js";

interface Flags {
  readonly manifest: string;
  readonly registry: string;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest publish --manifest artifacts/core_diff/0.9.0_1.0.0 --registry ./registry

An entry never changes: publishing the same bytes again does nothing, other bytes are refused.`;

export function publishCommand(): Command {
  return new Command("publish")
    .description("put a manifest into a registry")
    .requiredOption("--manifest <file>", "file, or the folder that generate wrote")
    .requiredOption("--registry <dir>", "folder of the registry")
    .option("--json", "print the entry as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run({ manifest, registry, json }: Flags): Promise<void> {
  const { publishManifest } = await import("../../app/manifests.js");
  const published = await publishManifest(manifest, registry);
  if (json) printJson(published);
  else print(`${published.created ? "published" : "was published already:"} ${published.uri}\n${published.digest}`);
}
