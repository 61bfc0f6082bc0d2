import Table from "cli-table3";
import { createColors } from "picocolors";
import type { Compat, Verdict, VersionCompat } from "../app/compat.js";
import { changeText } from "./change-text.js";
import { shorten } from "./output.js";

const VERDICTS: Record<Verdict, string> = {
  compatible: "compatible",
  automatic: "migrates automatically",
  review: "needs review",
  unknown: "unknown",
};

/** Which versions of a core a dependent works with, for people. */
export function renderCompat({ dependent, package: core, from, versions }: Compat, colors: boolean): string {
  const { bold } = createColors(colors);
  return [
    bold(`${dependent} is on ${core} ${from}`),
    versionsTable(versions),
    ...versions.flatMap((each) => {
      const lines = [...sitesOf(each, core), ...each.notes];
      return lines.length === 0
        ? []
        : [[`${bold(each.version)} ${VERDICTS[each.verdict]}:`, ...shorten(lines)].join("\n")];
    }),
  ].join("\n\n");
}

function versionsTable(versions: readonly VersionCompat[]): string {
  const table = new Table({
    head: ["version", "", "edits", "to look at", "type errors: now, upgraded, migrated", "manifests"],
    style: { head: [], border: [], compact: true },
  });
  for (const { version, verdict, sites, way, type_errors: errors } of versions) {
    const edited = sites.filter(({ action }) => action === "edited").length;
    table.push([
      version,
      VERDICTS[verdict],
      edited,
      sites.length - edited,
      errors === undefined ? "" : `${errors.as_is}, ${errors.bare}, ${errors.migrated}`,
      way.join(" → "),
    ]);
  }
  return table.toString();
}

function sitesOf({ sites, operations }: VersionCompat, core: string): string[] {
  const changes = new Map(operations.map((operation) => [operation.id, changeText(operation, core)]));
  return sites.map(({ path, line, operation, action, reason }) => {
    const why = action === "flagged" ? `: ${reason}` : "";
    return `${path}:${line}  ${operation}  ${changes.get(operation) ?? ""}${why}`;
  });
}
