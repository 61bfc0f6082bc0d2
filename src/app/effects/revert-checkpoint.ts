import { OnxError } from "../../domain/errors.js";
import type { JobFile } from "../../domain/job.js";
import type { PullRequest } from "../../adapters/github/forge.js";
import { getPullRequest } from "../../store/reads/pull-requests.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { send } from "../commands.js";
import { revertBranch } from "../names.js";
import { type CurrentFile, revertFiles } from "../revert-files.js";
import { type AttemptRun, runOfAttemptCount } from "./attempt-run.js";
import { type Effect, migrationOf } from "./effect.js";

interface Reverted {
  readonly number: number | null;
  readonly url: string | null;
}

/** Takes a migration back. What the pull request is now decides how, since people may have merged it a moment ago. */
export async function revertCheckpoint(effect: Effect): Promise<Reverted> {
  const { app, event, forge, cause, key } = effect;
  if (event.type !== "migration.checkpoint-revert-requested") {
    throw new OnxError("effect.event", "no rollback was asked for");
  }
  const { checkpoint_attempt_count, pr_number } = event.payload;
  const migration = migrationOf(app.store, event.stream_id);
  const pullRequest = await forge.pullRequest(migration.repo_full_name, pr_number);
  const reverted =
    pullRequest.state === "merged"
      ? await openRevert(effect, migration, pr_number, checkpoint_attempt_count)
      : await withdraw(effect, migration, pullRequest);
  if (pullRequest.state === "merged") {
    send(app.store, cause, `${key}:merged`, {
      type: "migration.pr.record",
      migration_id: migration.migration_id,
      pull_request: { state: "merged", pr_number },
    });
  }
  send(app.store, cause, `${key}:reverted`, {
    type: "migration.pr.record",
    migration_id: migration.migration_id,
    pull_request: { state: "reverted", revert_pr_number: reverted.number, url: reverted.url },
  });
  return reverted;
}

/** Closes the pull request and deletes its branch, unless that holds what somebody else has made. */
async function withdraw(effect: Effect, migration: MigrationRow, pullRequest: PullRequest): Promise<Reverted> {
  const { app, forge } = effect;
  const { number, headBranch } = pullRequest;
  const { migration_id, repo_full_name } = migration;
  const head = await forge.branchHead(repo_full_name, headBranch);
  if (head !== undefined && head !== getPullRequest(app.store, migration_id)?.head_sha) {
    throw new OnxError("branch.foreign", `the branch ${headBranch} holds a commit of somebody else's, ${head}`, {
      place: repo_full_name,
      remedy: "remove that commit, then comment /migrate rollback again, or close the pull request by hand",
    });
  }
  await forge.updatePullRequest(repo_full_name, number, { state: "closed" });
  await forge.deleteBranch(repo_full_name, headBranch);
  return { number: null, url: null };
}

/** A pull request that puts the checkpoint's content back, merged with what was changed in the same files since. */
async function openRevert(
  effect: Effect,
  migration: MigrationRow,
  mergedNumber: number,
  count: number,
): Promise<Reverted> {
  const { app, forge } = effect;
  const repository = migration.repo_full_name;
  const attempt = await runOfAttemptCount(app, migration.migration_id, count);
  const { package: name, from, to } = attempt.run.result.report;
  const branch = revertBranch(name, to);
  const base = await forge.branchHead(repository, migration.base_branch);
  if (base === undefined)
    throw new OnxError("repository.branch", `there is no branch ${migration.base_branch}`, { place: repository });
  const files = await restoredFiles(effect, repository, attempt, base);
  if (files.length === 0) return { number: null, url: null };
  const pushed = await forge.pushBranch(repository, {
    branch,
    base,
    message: `revert: migrate ${name} from ${from} to ${to}\n\nOnx-Migrate-Run: ${attempt.attempt.run_id}\n`,
    files,
  });
  if (pushed.kind === "foreign") {
    throw new OnxError("branch.foreign", `the branch ${branch} is there already and holds something else`, {
      place: repository,
      remedy: "delete the branch, then comment /migrate rollback again",
    });
  }
  const { pullRequest } = await forge.openPullRequest(repository, {
    head: branch,
    base: migration.base_branch,
    title: `revert: migrate ${name} from ${from} to ${to}`,
    body: `Takes back #${String(mergedNumber)}: the files that it changed are as they were before it, with what was changed in them since kept.`,
    draft: false,
  });
  await forge.setLabels(repository, pullRequest.number, { add: ["onx-migrate"], remove: [] });
  return { number: pullRequest.number, url: pullRequest.url };
}

async function restoredFiles(
  effect: Effect,
  repository: string,
  { run }: AttemptRun,
  base: string,
): Promise<readonly JobFile[]> {
  const current = new Map<string, CurrentFile>();
  for (const { path } of run.result.files) {
    current.set(path, (await effect.forge.readFile(repository, path, base)) ?? null);
  }
  const reverted = revertFiles(run.result.checkpoint, run.result.files, current);
  if (reverted.conflicts.length === 0) return reverted.files;
  throw new OnxError("revert.conflict", `the same lines were changed since in ${reverted.conflicts.join(", ")}`, {
    place: repository,
    remedy: "revert those files by hand",
  });
}
