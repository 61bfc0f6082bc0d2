import { code, plain } from "../adapters/github/markdown.js";
import { latestAttempt, listOperations } from "../store/reads/attempts.js";
import { listActivities } from "../store/reads/approvals.js";
import { getCampaign } from "../store/reads/campaigns.js";
import { getPullRequest, listChecks } from "../store/reads/pull-requests.js";
import type { MigrationRow, OperationRow } from "../store/reads/rows.js";
import type { Store } from "../store/store.js";
import { COMMENT_ACTIVITY } from "./comment-activity.js";

const WORDS: Readonly<Record<MigrationRow["status"], string>> = {
  planned: "planned",
  queued: "waiting for a worker",
  running: "under way",
  awaiting_approval: "waiting for an approval",
  pr_open: "open for review",
  merged: "merged",
  rolled_back: "rolled back",
  failed: "failed",
  skipped: "skipped, because there is nothing to change",
  cancelled: "cancelled",
};

/** How a migration stands, as Markdown. */
export function renderStatus(store: Store, migration: MigrationRow): string {
  const { migration_id, status } = migration;
  const campaign = getCampaign(store, migration.campaign_id);
  const attempt = latestAttempt(store, migration_id);
  const pullRequest = getPullRequest(store, migration_id);
  const checks = pullRequest?.head_sha == null ? [] : listChecks(store, migration_id, pullRequest.head_sha);
  const operations = attempt === undefined ? [] : listOperations(store, attempt.attempt_id);
  const news = listActivities(store, migration_id).filter(({ kind }) => kind !== COMMENT_ACTIVITY);
  return [
    `**${campaign?.title ?? migration.campaign_id}** in ${migration.repo_full_name}: ${WORDS[status]}.`,
    "",
    ...(attempt === undefined
      ? []
      : [
          `- attempt ${String(attempt.attempt_count)}, run ${code(attempt.run_id)}: ${plain(attempt.error ?? attempt.status)}`,
        ]),
    ...(pullRequest?.url == null ? [] : [`- pull request: ${pullRequest.url} (${pullRequest.state})`]),
    ...(operations.length === 0 ? [] : [`- operations: ${countByStatus(operations)}`]),
    ...checks.map(({ name, conclusion, status: state }) => `- check ${code(name)}: ${conclusion ?? state}`),
    ...news.slice(-3).map(({ summary }) => `- ${plain(summary)}`),
  ].join("\n");
}

function countByStatus(operations: readonly OperationRow[]): string {
  const counts = new Map<string, number>();
  for (const { status } of operations) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .map(([status, count]) => `${String(count)} ${status === "noop" ? "not used here" : status}`)
    .join(", ");
}
