import type { Comment, Issue, Label, Reaction, Repository } from "../state.js";
import type { World } from "../world.js";
import { nodeId, renderAccount } from "./account.js";
import { apiUrl, htmlUrl } from "./repository.js";
import { renderApp } from "./app.js";

const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;

export function renderIssue(world: World, repository: Repository, issue: Issue): Record<string, unknown> {
  const url = `${apiUrl(world, repository)}/issues/${issue.number}`;
  return {
    id: issue.id,
    node_id: nodeId("I", issue.id),
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: issueHtmlUrl(world, repository, issue),
    number: issue.number,
    state: issue.state,
    state_reason: issue.stateReason,
    title: issue.title,
    body: issue.body,
    user: renderAccount(world, issue.author),
    labels: renderLabels(world, repository, issue.labels),
    assignee: issue.assignees[0] === undefined ? null : renderAccount(world, issue.assignees[0]),
    assignees: issue.assignees.map((account) => renderAccount(world, account)),
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    author_association: association(repository, issue.author.login),
    reactions: renderReactionCounts(`${url}/reactions`, []),
    performed_via_github_app: issue.author === world.app.bot ? renderApp(world) : null,
    ...(issue.pull === undefined
      ? {}
      : {
          draft: issue.pull.draft,
          pull_request: {
            url: `${apiUrl(world, repository)}/pulls/${issue.number}`,
            html_url: issueHtmlUrl(world, repository, issue),
            diff_url: `${issueHtmlUrl(world, repository, issue)}.diff`,
            patch_url: `${issueHtmlUrl(world, repository, issue)}.patch`,
            merged_at: issue.pull.merge?.at ?? null,
          },
        }),
  };
}

export function renderComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: Comment,
): Record<string, unknown> {
  const url = `${apiUrl(world, repository)}/issues/comments/${comment.id}`;
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url,
    html_url: `${issueHtmlUrl(world, repository, issue)}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(world, repository)}/issues/${issue.number}`,
    body: comment.body,
    user: renderAccount(world, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: association(repository, comment.author.login),
    performed_via_github_app: comment.author === world.app.bot ? renderApp(world) : null,
    reactions: renderReactionCounts(`${url}/reactions`, comment.reactions),
  };
}

export function renderReaction(world: World, reaction: Reaction): Record<string, unknown> {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: renderAccount(world, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function renderLabel(world: World, repository: Repository, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: `${apiUrl(world, repository)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function renderLabels(
  world: World,
  repository: Repository,
  names: readonly string[],
): Record<string, unknown>[] {
  return names
    .map((name) => repository.labels.get(name.toLowerCase()))
    .filter((label) => label !== undefined)
    .map((label) => renderLabel(world, repository, label));
}

export function issueHtmlUrl(world: World, repository: Repository, issue: Issue): string {
  const kind = issue.pull === undefined ? "issues" : "pull";
  return `${htmlUrl(world, repository)}/${kind}/${issue.number}`;
}

export function association(repository: Repository, login: string): string {
  if (login === repository.owner.login) return "OWNER";
  const role = repository.roles.get(login.toLowerCase()) ?? "none";
  return role === "none" ? "NONE" : "COLLABORATOR";
}

function renderReactionCounts(url: string, reactions: readonly Reaction[]): Record<string, unknown> {
  const count = (content: string) => reactions.filter((reaction) => reaction.content === content).length;
  return {
    url,
    total_count: reactions.length,
    ...Object.fromEntries(REACTIONS.map((content) => [content, count(content)])),
  };
}
