import { OnxError } from "../../domain/errors.js";
import { listMigrationsOfRepository } from "../../store/reads/migrations.js";
import { findPullRequest, getPullRequest } from "../../store/reads/pull-requests.js";
import type { PullRequestRow } from "../../store/reads/rows.js";
import type { Store } from "../../store/store.js";

/**
 * Our own pull request of this number, if it is one. People can be quicker than we are: while one is being opened, news of it may
 * come before its number is recorded, and has to wait.
 */
export function knownPullRequest(store: Store, repositoryId: number, number: number): PullRequestRow | undefined {
  const known = findPullRequest(store, repositoryId, number);
  if (known !== undefined) return known;
  const migrations = listMigrationsOfRepository(store, repositoryId);
  if (migrations.every(({ migration_id }) => getPullRequest(store, migration_id)?.state !== "requested")) {
    return undefined;
  }
  throw new OnxError("delivery.early", `#${String(number)} may be the pull request that is being opened`, {
    remedy: "wait until it is recorded",
  });
}
