import { Command } from "commander";
import type { Witness } from "../../domain/witness.js";
import type { Explanation } from "../../app/manifest-commands.js";
import { print, printJson } from "../output.js";

interface Flags {
  readonly manifest: string;
  readonly registry?: string;
  readonly json: boolean;
}

const EXAMPLE = `
Example:
  $ onx-manifest explain --manifest artifacts/core_diff/0.9.0_1.0.0 OP003`;

export function explainCommand(): Command {
  return new Command("explain")
    .description("show the evidence of an operation and what its confidence is made of")
    .argument("<operation>", "its id, such as OP003")
    .requiredOption("--manifest <uri>", "file, folder, registry:// URI or http(s) URL")
    .option("--registry <dir>", "registry that registry:// URIs are looked up in (default: $ONX_REGISTRY)")
    .option("--json", "print the operation as JSON", false)
    .addHelpText("after", EXAMPLE)
    .action(run);
}

async function run(id: string, { manifest, registry = process.env["ONX_REGISTRY"], json }: Flags): Promise<void> {
  const { explainOperation } = await import("../../app/manifest-commands.js");
  const explanation = await explainOperation({ manifest, registry }, id);
  if (json) printJson(explanation);
  else print(render(explanation));
}

function render({ operation, title, old, new: now, band, features, evidence, witness, neededBy }: Explanation): string {
  const lines = [
    `${operation.id}  ${operation.kind}: ${title}`,
    `  before      ${old}`,
    `  after       ${now}`,
    `  confidence  ${operation.confidence} (${band}), by ${operation.method}`,
    `  breaking    ${operation.breaking ? "yes" : "no: the old name still works"}`,
  ];
  if (operation.depends_on.length > 0) lines.push(`  needs       ${operation.depends_on.join(", ")}`);
  if (neededBy.length > 0) lines.push(`  needed by   ${neededBy.join(", ")}`);
  if (operation.note !== undefined) lines.push(`  note        ${operation.note}`);
  if (features.length > 0) lines.push("", "features, from 0 to 1:", ...features.map(bar));
  if (evidence.length > 0) lines.push("", "evidence:", ...evidence.map(([name, value]) => `  ${name}: ${value}`));
  if (witness !== undefined) lines.push("", ...witnessLines(witness));
  return lines.join("\n");
}

const WITNESS = {
  confirmed: "behaves as the operation says",
  "not-breaking": "passes with the new version as it is",
  "still-fails": "fails with the new version once migrated too",
  "not-migrated": "fails with the new version, and a person has to change it",
  "no-witness": "tells nothing",
} as const;

function witnessLines({ outcome, reason, confidence_before: before, snippet = "" }: Witness): string[] {
  const code = snippet.split("\n").filter((line) => line !== "");
  return [
    `witness: ${outcome}, it ${WITNESS[outcome]}`,
    ...(reason === undefined ? [] : [`  because     ${reason}`]),
    ...(before === undefined ? [] : [`  confidence  ${before} without it`]),
    ...(code.length === 0 ? [] : ["", ...code.map((line) => `  ${line}`)]),
  ];
}

const BAR_WIDTH = 20;

function bar([name, value]: readonly [string, number]): string {
  const filled = Math.round(Math.min(1, Math.max(0, value)) * BAR_WIDTH);
  return `  ${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)}  ${value.toFixed(2)}  ${name}`;
}
