import { isPull, type CheckRun, type PullIssue, type Repository, type Status } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";
import { renderApp } from "./app.js";
import { apiUrl, htmlUrl } from "./repository.js";

export function renderCheckRun(world: World, repository: Repository, run: CheckRun): Record<string, unknown> {
  const url = `${apiUrl(world, repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId("CR", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${htmlUrl(world, repository)}/runs/${run.id}`,
    details_url: run.detailsUrl ?? `${world.url}/apps/${world.app.slug}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    name: run.name,
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: renderSuite(world, repository, run),
    app: renderApp(world),
    pull_requests: pullsAt(repository, run.headSha).map((issue) => renderMinimalPull(world, repository, issue)),
  };
}

export function renderStatus(world: World, repository: Repository, status: Status): Record<string, unknown> {
  return {
    url: `${apiUrl(world, repository)}/statuses/${status.sha}`,
    avatar_url: null,
    id: status.id,
    node_id: nodeId("SC", status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: renderAccount(world, status.creator),
  };
}

function renderSuite(world: World, repository: Repository, run: CheckRun): Record<string, unknown> {
  return {
    id: run.suite,
    node_id: nodeId("CS", run.suite),
    head_branch: pullsAt(repository, run.headSha)[0]?.pull.head ?? repository.defaultBranch,
    head_sha: run.headSha,
    status: run.status,
    conclusion: run.conclusion,
    url: `${apiUrl(world, repository)}/check-suites/${run.suite}`,
    before: null,
    after: run.headSha,
    pull_requests: [],
    app: renderApp(world),
    created_at: run.startedAt,
    updated_at: run.completedAt ?? run.startedAt,
  };
}

function pullsAt(repository: Repository, sha: string): PullIssue[] {
  return repository.issues.filter(isPull).filter((issue) => issue.state === "open" && issue.pull.headSha === sha);
}

function renderMinimalPull(world: World, repository: Repository, issue: PullIssue): Record<string, unknown> {
  const repo = { id: repository.id, url: apiUrl(world, repository), name: repository.name };
  return {
    id: issue.id,
    number: issue.number,
    url: `${apiUrl(world, repository)}/pulls/${issue.number}`,
    head: { ref: issue.pull.head, sha: issue.pull.headSha, repo },
    base: { ref: issue.pull.base, sha: issue.pull.baseSha, repo },
  };
}
