import type { Store } from "../store.js";
import { selectAll, selectOne } from "./query.js";
import { type CheckRow, checkRowSchema, type PullRequestRow, pullRequestRowSchema } from "./rows.js";

const table = "projection_pull_requests";

export function getPullRequest(store: Store, migrationId: string): PullRequestRow | undefined {
  return selectOne(store, table, pullRequestRowSchema, "WHERE migration_id = ?", migrationId);
}

export function findPullRequest(store: Store, repoId: number, prNumber: number): PullRequestRow | undefined {
  return selectOne(store, table, pullRequestRowSchema, "WHERE repo_id = ? AND pr_number = ?", repoId, prNumber);
}

/** The one not heard of for longest first. */
export function listOpenPullRequests(store: Store): readonly PullRequestRow[] {
  return selectAll(store, table, pullRequestRowSchema, "WHERE state = 'open' ORDER BY updated_at");
}

export function listChecks(store: Store, migrationId: string, headSha: string): readonly CheckRow[] {
  return selectAll(
    store,
    "projection_checks",
    checkRowSchema,
    "WHERE migration_id = ? AND head_sha = ? ORDER BY check_key",
    migrationId,
    headSha,
  );
}
