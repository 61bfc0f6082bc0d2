import Table from "cli-table3";
import colours from "picocolors";
import type { PullSummary } from "../../support/github/summary.js";
import type { SeenMigration, SeenRun, StoreView } from "./store-view.js";

/** One line a dependent: what was done, and what it led to. */
export function summaryTable(view: StoreView, pullRequests: ReadonlyMap<string, PullSummary>): string {
  const table = new Table({
    head: ["Repository", "Pull request", "Applied", "Warned", "Flagged", "Type errors", "Checks"],
    colAligns: ["left", "left", "right", "right", "right", "left", "left"],
    style: { head: colours.isColorSupported ? ["bold"] : [], border: colours.isColorSupported ? ["gray"] : [] },
  });
  for (const migration of view.migrations()) {
    const operations = view.operations(migration);
    const applied = operations.filter(({ status }) => status === "applied");
    const run = view.run(migration);
    table.push([
      migration.repo_full_name,
      pullRequestCell(migration, pullRequests.get(migration.repo_full_name)),
      String(applied.filter(({ band }) => band === "auto").length),
      String(applied.filter(({ band }) => band !== "auto").length),
      String(operations.filter(({ status }) => status === "flagged").length),
      typeErrorCell(run),
      checksCell(run),
    ]);
  }
  return table.toString();
}

function pullRequestCell(migration: SeenMigration, pullRequest: PullSummary | undefined): string {
  if (pullRequest === undefined) return migration.status === "skipped" ? "none needed" : migration.status;
  return `#${String(pullRequest.number)} ${pullRequest.draft ? "draft" : "ready"}`;
}

function typeErrorCell(run: SeenRun | undefined): string {
  const counts = run?.report.type_errors;
  return counts === undefined ? "not counted" : `${String(counts.bare)} → ${String(counts.migrated)}`;
}

function checksCell(run: SeenRun | undefined): string {
  if (run === undefined || run.checks.length === 0) return "none run";
  return run.checks
    .map(({ name, status }) =>
      status === "passed" ? `${name} passed` : colours.red(`${name} ${status.replace("_", " ")}`),
    )
    .join("\n");
}
