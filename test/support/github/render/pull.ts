import { diffFiles } from "../git-diff.js";
import { countCommits, isAncestor, mergeBase } from "../git-read.js";
import { mergeTrees } from "../git-write.js";
import type { PullIssue, Repository } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";
import { association, issueHtmlUrl, renderLabels } from "./issue.js";
import { apiUrl, renderRepository } from "./repository.js";

/** A pull request as lists have it. */
export function renderPull(world: World, repository: Repository, issue: PullIssue): Record<string, unknown> {
  const api = apiUrl(world, repository);
  const html = issueHtmlUrl(world, repository, issue);
  const { pull } = issue;
  const links = {
    self: `${api}/pulls/${issue.number}`,
    html,
    issue: `${api}/issues/${issue.number}`,
    comments: `${api}/issues/${issue.number}/comments`,
    review_comments: `${api}/pulls/${issue.number}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${api}/pulls/${issue.number}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
  };
  return {
    url: links.self,
    id: issue.id,
    node_id: pullNodeId(issue),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    number: issue.number,
    state: issue.state,
    locked: false,
    active_lock_reason: null,
    title: issue.title,
    user: renderAccount(world, issue.author),
    body: issue.body,
    labels: renderLabels(world, repository, issue.labels),
    milestone: null,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.merge?.at ?? null,
    merge_commit_sha: pull.merge?.sha ?? null,
    assignee: issue.assignees[0] === undefined ? null : renderAccount(world, issue.assignees[0]),
    assignees: issue.assignees.map((account) => renderAccount(world, account)),
    requested_reviewers: pull.reviewers.map((account) => renderAccount(world, account)),
    requested_teams: [],
    head: renderSide(world, repository, pull.head, pull.headSha),
    base: renderSide(world, repository, pull.base, pull.baseSha),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: association(repository, issue.author.login),
    auto_merge: renderAutoMerge(world, issue),
    draft: pull.draft,
  };
}

/** A pull request on its own, with what must be worked out from the code. */
export async function renderFullPull(
  world: World,
  repository: Repository,
  issue: PullIssue,
): Promise<Record<string, unknown>> {
  const { headSha, baseSha, merge } = issue.pull;
  const from = (await mergeBase(repository.dir, baseSha, headSha)) ?? baseSha;
  const files = await diffFiles(repository.dir, from, headSha);
  const mergeable = merge === undefined ? await canMerge(repository, issue) : null;
  return {
    ...renderPull(world, repository, issue),
    merged: merge !== undefined,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeableState(issue, mergeable),
    merged_by: merge === undefined ? null : renderAccount(world, merge.by),
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: await countCommits(repository.dir, `${from}..${headSha}`),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

export function pullNodeId(issue: PullIssue): string {
  return nodeId("PR", issue.id);
}

async function canMerge(repository: Repository, issue: PullIssue): Promise<boolean> {
  const { base, headSha } = issue.pull;
  if (await isAncestor(repository.dir, headSha, `refs/heads/${base}`)) return true;
  return (await mergeTrees(repository.dir, `refs/heads/${base}`, headSha)) !== undefined;
}

function mergeableState(issue: PullIssue, mergeable: boolean | null): string {
  if (mergeable === null) return "unknown";
  if (!mergeable) return "dirty";
  return issue.pull.draft ? "draft" : "clean";
}

function renderSide(world: World, repository: Repository, ref: string, sha: string): Record<string, unknown> {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: renderAccount(world, repository.owner),
    repo: renderRepository(world, repository),
  };
}

function renderAutoMerge(world: World, issue: PullIssue): Record<string, unknown> | null {
  const { autoMerge } = issue.pull;
  if (autoMerge === undefined) return null;
  return {
    enabled_by: renderAccount(world, autoMerge.by),
    merge_method: autoMerge.method,
    commit_title: autoMerge.title,
    commit_message: autoMerge.message,
  };
}
