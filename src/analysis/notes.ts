import type { Manifest } from "../domain/manifest.js";
import { bandOf, type Operation } from "../domain/operation.js";
import { KINDS } from "../operations/registry.js";
import { describeOperation } from "./report.js";

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
  for (const { kind, nouns } of KINDS) {
    const inside = operations.filter((operation) => operation.kind === kind);
    if (inside.length === 0) continue;
    lines.push(`## ${heading(nouns.many)}`, "", "| before | after | confidence |", "| --- | --- | --- |");
    for (const operation of inside) lines.push(row(operation));
    lines.push("");
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

function heading(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function row(operation: Operation): string {
  const { old, new: now, prose } = describeOperation(operation);
  const note = operation.note === undefined ? "" : ` ${cell(operation.note)}`;
  const after = prose === true ? cell(now) : `\`${cell(now)}\``;
  const soft = operation.breaking ? "" : " (the old name still works)";
  return `| \`${cell(old)}\` | ${after}${soft}${note} | ${operation.confidence} |`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
