import { OnxError } from "../../domain/errors.js";
import type { CheckResult } from "../../domain/job.js";
import { getPullRequest } from "../../store/reads/pull-requests.js";
import { send } from "../commands.js";
import { fillTemplate } from "../names.js";
import { type Effect, migrationOf } from "./effect.js";
import { runOfAttempt } from "./attempt-run.js";

/** Pushes what an attempt made. A branch that somebody else has added to is theirs: they are told, and it is left alone. */
export async function pushBranch(effect: Effect): Promise<{ sha: string }> {
  const { app, event, forge, cause, key } = effect;
  if (event.type !== "migration.branch-push-requested") throw new OnxError("effect.event", "a push needs a branch");
  const { attempt_id, head_branch, expected_sha } = event.payload;
  const migration = migrationOf(app.store, event.stream_id);
  const { run } = await runOfAttempt(app, attempt_id);
  const outcome = await forge.pushBranch(migration.repo_full_name, {
    branch: head_branch,
    base: run.request.base_sha,
    message: commitMessage(run.request.policy.pull_request.title, run.result.report, run.request.run_id),
    files: run.result.files,
    ...(expected_sha === null ? {} : { expected: expected_sha }),
  });
  if (outcome.kind === "foreign") return await stopAtForeignCommit(effect, head_branch, outcome.sha);
  if (run.result.checks.length > 0) {
    send(app.store, cause, `${key}:checks`, {
      type: "migration.checks.record",
      migration_id: migration.migration_id,
      head_sha: outcome.sha,
      checks: run.result.checks.map(checkReport),
    });
  }
  send(app.store, cause, `${key}:pushed`, {
    type: "migration.branch.record",
    migration_id: migration.migration_id,
    attempt_id,
    head_branch,
    head_sha: outcome.sha,
  });
  return { sha: outcome.sha };
}

async function stopAtForeignCommit(effect: Effect, branch: string, sha: string): Promise<never> {
  const { app, event, forge } = effect;
  const migration = migrationOf(app.store, event.stream_id);
  const known = getPullRequest(app.store, migration.migration_id);
  if (known?.pr_number !== null && known !== undefined) {
    await forge.commentOnce(migration.repo_full_name, known.pr_number, {
      marker: `foreign-${sha}`,
      body: `This branch holds a commit that is not from here (${sha}), so it is left as it is. To have it migrated anew, remove the commit and comment \`/migrate retry\`.`,
    });
  }
  throw new OnxError("branch.foreign", `the branch ${branch} holds a commit of somebody else's, ${sha}`, {
    place: migration.repo_full_name,
    remedy: "remove that commit or delete the branch, then comment /migrate retry",
  });
}

function commitMessage(
  title: string,
  { package: name, from, to }: { package: string; from: string; to: string },
  run: string,
): string {
  return `${fillTemplate(title, { package: name, from, to })}\n\nOnx-Migrate-Run: ${run}\n`;
}

function checkReport(check: CheckResult) {
  return {
    check_key: `sandbox:${check.name}`,
    source: "sandbox" as const,
    name: check.name,
    status: "completed",
    conclusion: check.status === "passed" ? "success" : check.status === "refused" ? "skipped" : "failure",
    github_updated_at: null,
    url: null,
  };
}
