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
  const details = [...groupByDetails(versions, core)].map(([text, names]) => `${bold(names.join(", "))} ${text}`);
  return [bold(`${dependent} is on ${core} ${from}`), versionsTable(versions), ...details].join("\n\n");
}

/** Versions that there is the same to say of are named together. */
function groupByDetails(versions: readonly VersionCompat[], core: string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const each of versions) {
    const lines = [...sitesOf(each, core), ...each.notes];
    if (lines.length === 0) continue;
    const outOfDate = each.verdict === "compatible" && each.sites.length > 0 ? ", but out of date there" : "";
    const text = [`${VERDICTS[each.verdict]}${outOfDate}:`, ...shorten(lines)].join("\n");
    groups.set(text, [...(groups.get(text) ?? []), each.version]);
  }
  return groups;
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
