import Table from "cli-table3";
import { createColors } from "picocolors";
import type { Verification } from "../app/verify-corpus.js";
import type { DependentVerification } from "../app/verify-dependent.js";
import type { TypeErrorCounts } from "../domain/edit.js";
import type { CheckResult } from "../domain/job.js";
import { shorten } from "./output.js";

/** How a corpus of dependents came through a migration, for people. */
export function renderVerification(verification: Verification, colors: boolean): string {
  const { package: name, from, to, dependents, type_errors: errors } = verification;
  const { bold, yellow } = createColors(colors);
  const attention = dependents.flatMap(linesFor);
  return [
    bold(`${name} ${from} → ${to}`),
    dependentsTable(dependents),
    ...(attention.length > 0 ? [[yellow("to look at:"), ...shorten(attention)].join("\n")] : []),
    ...(dependents.some((each) => each.type_errors !== undefined)
      ? [
          `type errors: ${errors.as_is} now, ${errors.bare} after a bare upgrade, ${errors.migrated} after the migration`,
        ]
      : []),
    conclusion(verification),
  ].join("\n\n");
}

function dependentsTable(dependents: readonly DependentVerification[]): string {
  const left = "left of the old API";
  const table = new Table({
    head: [
      "dependent",
      "outcome",
      "files",
      "edits",
      "to look at",
      left,
      "type errors: now, upgraded, migrated",
      "checks",
    ],
    style: { head: [], border: [], compact: true },
  });
  for (const each of dependents) {
    table.push([
      each.name,
      each.outcome,
      each.files_changed.length,
      each.edits,
      each.to_look_at.length,
      each.residue?.uses.length ?? "",
      threeCounts(each.type_errors),
      checksText(each.checks),
    ]);
  }
  return table.toString();
}

function threeCounts(counts: TypeErrorCounts | undefined): string {
  return counts === undefined ? "" : `${counts.as_is}, ${counts.bare}, ${counts.migrated}`;
}

function checksText(checks: DependentVerification["checks"]): string {
  return checks.map(({ name, status, sandbox }) => `${name} ${status} (${sandbox})`).join(", ");
}

function linesFor({ name, notes, to_look_at: sites, checks }: DependentVerification): string[] {
  const failed = checks.filter(({ status }) => status !== "passed");
  return [
    ...notes.map((note) => `${name}: ${note}`),
    ...failed.map((check) => `${name}: ${check.name} ${check.status}: ${whyOf(check)}`),
    ...sites.map((site) => `${name}/${site.path}:${site.line}  ${site.operation}  ${site.reason}`),
  ];
}

function whyOf({ status, output, exit_code: code, duration_ms: duration }: CheckResult): string {
  if (status === "timed_out") return `ended after ${Math.round(duration / 1000)} s`;
  const said = output.trim().split("\n").at(-1) ?? "";
  return said === "" && code !== null ? `exit code ${code}` : said;
}

function conclusion({ dependents, success_rate: rate }: Verification): string {
  const concerned = dependents.filter(({ outcome }) => outcome !== "not-concerned").length;
  if (rate === null) return `none of ${dependents.length} is concerned`;
  const passed = dependents.filter(({ outcome }) => outcome === "passed").length;
  return `${passed} of ${concerned} came through without a person (${Math.floor(rate * 100)} %)`;
}
