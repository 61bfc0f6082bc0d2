import { renderAccount } from "../render/account.js";
import { renderComment, renderIssue } from "../render/issue.js";
import { renderRepository } from "../render/repository.js";
import type { Account, Comment, Issue, Label, Pull, Repository } from "../state.js";
import type { World } from "../world.js";

export interface NewIssue {
  readonly author: Account;
  readonly title: string;
  readonly body: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly Account[];
}

/** Issues and pull requests share one row of numbers. */
export function addIssue<P extends Pull | undefined>(
  world: World,
  repository: Repository,
  opened: NewIssue,
  pull: P,
): Issue & { readonly pull: P } {
  const now = world.now();
  const issue = {
    id: world.id(),
    number: repository.issues.length + 1,
    author: opened.author,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    title: opened.title,
    body: opened.body,
    state: "open" as const,
    stateReason: null,
    labels: [...(opened.labels ?? [])].map((name) => ensureLabel(world, repository, name).name),
    assignees: [...(opened.assignees ?? [])],
    comments: [],
    pull,
  };
  repository.issues.push(issue);
  return issue;
}

export function openIssue(world: World, repository: Repository, opened: NewIssue): Issue {
  const issue = addIssue(world, repository, opened, undefined);
  emitIssue(world, repository, opened.author, issue, "opened");
  return issue;
}

export function addComment(world: World, repository: Repository, issue: Issue, author: Account, body: string): Comment {
  const now = world.now();
  const comment: Comment = { id: world.id(), author, createdAt: now, updatedAt: now, body, reactions: [] };
  issue.comments.push(comment);
  issue.updatedAt = now;
  emitComment(world, repository, author, issue, comment, "created");
  return comment;
}

export function editComment(
  world: World,
  repository: Repository,
  issue: Issue,
  comment: Comment,
  editor: Account,
  body: string,
): void {
  const before = comment.body;
  comment.body = body;
  comment.updatedAt = world.now();
  emitComment(world, repository, editor, issue, comment, "edited", { changes: { body: { from: before } } });
}

/** GitHub makes a label that is put on something and does not exist yet. */
export function ensureLabel(world: World, repository: Repository, name: string): Label {
  const known = repository.labels.get(name.toLowerCase());
  if (known !== undefined) return known;
  const label: Label = { id: world.id(), name, color: "ededed", description: "" };
  repository.labels.set(name.toLowerCase(), label);
  return label;
}

export function emitIssue(
  world: World,
  repository: Repository,
  sender: Account,
  issue: Issue,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const payload = { ...details, issue: renderIssue(world, repository, issue), ...shared(world, repository, sender) };
  world.emit({ event: "issues", action, repository, sender, payload });
}

function emitComment(
  world: World,
  repository: Repository,
  sender: Account,
  issue: Issue,
  comment: Comment,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const payload = {
    ...details,
    issue: renderIssue(world, repository, issue),
    comment: renderComment(world, repository, issue, comment),
    ...shared(world, repository, sender),
  };
  world.emit({ event: "issue_comment", action, repository, sender, payload });
}

function shared(world: World, repository: Repository, sender: Account): Record<string, unknown> {
  return { repository: renderRepository(world, repository), sender: renderAccount(world, sender) };
}
