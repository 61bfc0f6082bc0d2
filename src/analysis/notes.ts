import type { Manifest } from "../domain/manifest.js";
import { bandOf, type Operation } from "../domain/operation.js";
import { describeOperation } from "./report.js";

const HEADINGS: readonly (readonly [string, string])[] = [
  ["rename.import", "Moved modules"],
  ["move.file", "Moved files"],
  ["rename.symbol", "Renamed exports"],
  ["rename.callable", "Renamed functions and methods"],
  ["rename.member", "Renamed properties"],
  ["config.key_rename", "Renamed options"],
  ["remove.symbol", "Removed"],
];

/** The manifest as a migration guide for people. */
export function migrationNotes(manifest: Manifest): string {
  const { package: name, from, to, operations } = manifest;
  const automatic = operations.filter(
    (operation) => bandOf(operation.confidence, manifest.provenance.thresholds) !== "review",
  );
  const lines = [`# Migrating ${name} from ${from} to ${to}`, "", manifest.summary, ""];
  if (operations.length > 0) {
    const byHand = operations.length - automatic.filter(({ kind }) => kind !== "remove.symbol").length;
    lines.push(
      `${operations.length - byHand} of ${operations.length} changes can be made by \`onx-migrate apply\`; ${byHand} ask for a person.`,
      "",
    );
  }
  for (const [kind, heading] of HEADINGS) {
    const inside = operations.filter((operation) => operation.kind === kind);
    if (inside.length === 0) continue;
    lines.push(`## ${heading}`, "", "| before | after | confidence |", "| --- | --- | --- |");
    for (const operation of inside) lines.push(row(operation));
    lines.push("");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function row(operation: Operation): string {
  const { old, new: now } = describeOperation(operation);
  const note = operation.note === undefined ? "" : ` ${cell(operation.note)}`;
  const after = operation.kind === "remove.symbol" ? cell(now) : `\`${cell(now)}\``;
  const soft = operation.breaking ? "" : " (the old name still works)";
  return `| \`${cell(old)}\` | ${after}${soft}${note} | ${operation.confidence} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
