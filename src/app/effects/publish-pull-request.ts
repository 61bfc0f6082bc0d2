import { renderBody } from "../../adapters/github/pull-request-body.js";
import type { OpenedPullRequest } from "../../adapters/github/forge.js";
import { OnxError } from "../../domain/errors.js";
import type { PolicyConfig } from "../../domain/policy.js";
import { parseManifest } from "../../operations/manifest.js";
import { getPullRequest } from "../../store/reads/pull-requests.js";
import type { MigrationRow } from "../../store/reads/rows.js";
import { send } from "../commands.js";
import { fillTemplate } from "../names.js";
import { type Verdict, verdictOf } from "../open-tasks.js";
import { pullRequestReport } from "../pull-request-report.js";
import { runOfAttempt } from "./attempt-run.js";
import { campaignOf, type Effect, migrationOf } from "./effect.js";

const LABEL = "onx-migrate";
const REVIEW_LABEL = "needs-review";

interface Publication {
  readonly migration: MigrationRow;
  readonly policy: PolicyConfig["pull_request"];
  readonly title: string;
  readonly body: string;
  readonly rest: readonly string[];
  readonly verdict: Verdict;
  readonly runId: string;
}

/** Opens the pull request of a branch that was just pushed, or takes over the one that is there. */
export async function openPullRequest(effect: Effect): Promise<{ number: number }> {
  const { app, event, forge, cause, key } = effect;
  if (event.type !== "migration.pr-open-requested") throw new OnxError("effect.event", "no pull request was asked for");
  const { attempt_id, head_branch, head_sha, base_branch } = event.payload;
  const publication = await publicationOf(effect, attempt_id, head_sha);
  const { migration } = publication;
  const opened = await forge.openPullRequest(migration.repo_full_name, {
    head: head_branch,
    base: base_branch,
    title: publication.title,
    body: publication.body,
    draft: isDraft(publication),
  });
  const { number } = opened.pullRequest;
  if (opened.outcome === "declined") throw declined(migration, opened);
  if (opened.outcome === "adopted") await refresh(effect, publication, number);
  if (opened.outcome === "opened") await furnish(effect, publication, number);
  // Another command where it is met again: the first one may have been recorded just before the power went.
  send(app.store, cause, `${key}:record:${opened.outcome}`, {
    type: "migration.pr.record",
    migration_id: migration.migration_id,
    pull_request: {
      state: "open",
      pr_number: number,
      node_id: opened.pullRequest.nodeId,
      head_branch,
      head_sha,
      base_branch,
      url: opened.pullRequest.url,
      adopted: opened.outcome !== "opened",
    },
  });
  if (opened.outcome === "merged") {
    send(app.store, cause, `${key}:merged`, {
      type: "migration.pr.record",
      migration_id: migration.migration_id,
      pull_request: { state: "merged", pr_number: number },
    });
  }
  return { number };
}

/** Brings the text and labels of an open pull request up to what a later attempt found. */
export async function refreshPullRequest(effect: Effect): Promise<{ number: number } | { skipped: string }> {
  const { app, event } = effect;
  if (event.type !== "migration.branch-pushed") throw new OnxError("effect.event", "no branch was pushed");
  const { attempt_id, head_sha } = event.payload;
  const known = getPullRequest(app.store, event.stream_id);
  if (known?.state !== "open" || known.pr_number === null) return { skipped: "the pull request is not open" };
  await refresh(effect, await publicationOf(effect, attempt_id, head_sha), known.pr_number);
  return { number: known.pr_number };
}

async function publicationOf(effect: Effect, attemptId: string, headSha: string): Promise<Publication> {
  const { app, event, forge } = effect;
  const migration = migrationOf(app.store, event.stream_id);
  const campaign = campaignOf(app.store, migration.campaign_id);
  const { attempt, run } = await runOfAttempt(app, attemptId);
  const manifest = parseManifest(run.request.manifest, "the run's manifest");
  const [repository, core] = await Promise.all([
    forge.repository(migration.repo_full_name),
    forge.repository(campaign.core_repo),
  ]);
  const { body, rest } = renderBody(
    pullRequestReport({
      campaign,
      migration,
      attempt,
      run,
      manifest,
      headSha,
      repositoryUrl: repository.htmlUrl,
      coreUrl: core.htmlUrl,
    }),
  );
  const { package: name, from, to } = run.result.report;
  const policy = run.request.policy.pull_request;
  const title = fillTemplate(policy.title, { package: name, from, to });
  return { migration, policy, title, body, rest, verdict: verdictOf(run.result), runId: attempt.run_id };
}

/** Everything about a new pull request that cannot be said while it is opened. */
async function furnish(effect: Effect, publication: Publication, number: number): Promise<void> {
  const { migration, policy } = publication;
  await setLabels(effect, publication, number);
  if (policy.reviewers.length > 0) {
    const asked = await effect.forge.requestReviewers(migration.repo_full_name, number, policy.reviewers);
    if (!asked) effect.app.log.warn({ migration: migration.migration_id }, "GitHub refuses the reviewers");
  }
  await addRest(effect, publication, number);
}

async function refresh(effect: Effect, publication: Publication, number: number): Promise<void> {
  const { title, body, migration } = publication;
  const { draft, nodeId } = await effect.forge.pullRequest(migration.repo_full_name, number);
  await effect.forge.updatePullRequest(migration.repo_full_name, number, { title, body });
  // The other way round is left to people: what they have begun to review stays with them.
  if (draft && !isDraft(publication)) await effect.forge.markReady(nodeId);
  await furnish(effect, publication, number);
}

async function setLabels(effect: Effect, { migration, policy, verdict }: Publication, number: number): Promise<void> {
  const needsReview = verdict.flagged || verdict.failing;
  await effect.forge.setLabels(migration.repo_full_name, number, {
    add: [LABEL, ...policy.labels, ...(needsReview ? [REVIEW_LABEL] : [])],
    remove: needsReview ? [] : [REVIEW_LABEL],
  });
}

async function addRest(effect: Effect, { migration, rest, runId }: Publication, number: number): Promise<void> {
  for (const [index, text] of rest.entries()) {
    await effect.forge.commentOnce(migration.repo_full_name, number, {
      marker: `rest-${runId}-${String(index)}`,
      body: text,
    });
  }
}

function isDraft({ policy, verdict }: Publication): boolean {
  if (policy.draft_when !== "review") return policy.draft_when === "always";
  return verdict.flagged || verdict.failing;
}

function declined(migration: MigrationRow, { pullRequest }: OpenedPullRequest): OnxError {
  return new OnxError(
    "pr.declined",
    `#${String(pullRequest.number)} was closed without being merged, so it stays closed`,
    {
      place: migration.repo_full_name,
      remedy: "reopen it to have it kept up to date",
    },
  );
}
