import { addComment, editComment, emitIssue, ensureLabel, openIssue } from "../actions/issues.js";
import { setPullState } from "../actions/pulls.js";
import {
  created,
  find,
  noContent,
  ok,
  paged,
  parameter,
  type Call,
  type Endpoints,
  type RepositoryHandler,
} from "../call.js";
import type { Fields } from "../fields.js";
import { notFound } from "../refusal.js";
import { renderComment, renderIssue } from "../render/issue.js";
import { isPull, type Comment, type Issue, type Repository } from "../state.js";
import type { World } from "../world.js";

export function issueEndpoints(world: World): Endpoints<RepositoryHandler> {
  function listIssues(repository: Repository, call: Call) {
    const { state = "open", creator, labels } = call.query;
    const wanted = (labels ?? "").split(",").filter(Boolean);
    const issues = repository.issues
      .filter((issue) => state === "all" || issue.state === state)
      .filter((issue) => creator === undefined || issue.author.login.toLowerCase() === creator.toLowerCase())
      .filter((issue) => wanted.every((label) => issue.labels.includes(label)));
    const sorted = call.query["direction"] === "asc" ? issues : issues.reverse();
    return paged(call, sorted, (issue) => renderIssue(world, repository, issue));
  }

  function makeIssue(repository: Repository, call: Call) {
    const issue = openIssue(world, repository, {
      author: call.caller.account,
      title: call.body.text("title"),
      body: call.body.optionalText("body") ?? null,
      labels: labelNames(call.body),
      assignees: call.body.texts("assignees").map((login) => world.account(login)),
    });
    return created(renderIssue(world, repository, issue));
  }

  function getIssue(repository: Repository, call: Call) {
    return ok(renderIssue(world, repository, issueOf(repository, call)));
  }

  async function editIssue(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    const changes: Record<string, { from: string }> = {};
    const title = call.body.optionalText("title");
    if (title !== undefined && title !== issue.title) {
      changes["title"] = { from: issue.title };
      issue.title = title;
    }
    if (call.body.has("body") && (call.body.optionalText("body") ?? null) !== issue.body) {
      changes["body"] = { from: issue.body ?? "" };
      issue.body = call.body.optionalText("body") ?? null;
    }
    if (call.body.has("labels")) {
      issue.labels = labelNames(call.body).map((name) => ensureLabel(world, repository, name).name);
    }
    issue.updatedAt = world.now();
    if (Object.keys(changes).length > 0) {
      emitIssue(world, repository, call.caller.account, issue, "edited", { changes });
    }
    await setState(repository, issue, call);
    return ok(renderIssue(world, repository, issue));
  }

  async function setState(repository: Repository, issue: Issue, call: Call): Promise<void> {
    const state = call.body.optionalText("state");
    if ((state !== "open" && state !== "closed") || state === issue.state) return;
    if (isPull(issue)) return setPullState(world, repository, issue, state, call.caller.account);
    issue.state = state;
    issue.stateReason = state === "open" ? "reopened" : "completed";
    issue.closedAt = state === "closed" ? world.now() : null;
    emitIssue(world, repository, call.caller.account, issue, state === "closed" ? "closed" : "reopened");
  }

  function listComments(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    return paged(call, issue.comments, (comment) => renderComment(world, repository, issue, comment));
  }

  function makeComment(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    const comment = addComment(world, repository, issue, call.caller.account, call.body.text("body"));
    return created(renderComment(world, repository, issue, comment));
  }

  function getComment(repository: Repository, call: Call) {
    const { issue, comment } = commentOf(repository, call);
    return ok(renderComment(world, repository, issue, comment));
  }

  function changeComment(repository: Repository, call: Call) {
    const { issue, comment } = commentOf(repository, call);
    editComment(world, repository, issue, comment, call.caller.account, call.body.text("body"));
    return ok(renderComment(world, repository, issue, comment));
  }

  function removeComment(repository: Repository, call: Call) {
    const { issue, comment } = commentOf(repository, call);
    issue.comments.splice(issue.comments.indexOf(comment), 1);
    return noContent();
  }

  return {
    "GET /repos/{owner}/{repo}/issues": listIssues,
    "POST /repos/{owner}/{repo}/issues": makeIssue,
    "GET /repos/{owner}/{repo}/issues/{issue_number}": getIssue,
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": editIssue,
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": listComments,
    "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": makeComment,
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": getComment,
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": changeComment,
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": removeComment,
  };
}

/** The issue or pull request that the path names. */
export function issueOf(repository: Repository, call: Call): Issue {
  const number = Number(parameter(call, "issue_number"));
  return find(repository.issues, (issue) => issue.number === number);
}

export function commentOf(repository: Repository, call: Call): { issue: Issue; comment: Comment } {
  const id = Number(parameter(call, "comment_id"));
  for (const issue of repository.issues) {
    const comment = issue.comments.find((candidate) => candidate.id === id);
    if (comment !== undefined) return { issue, comment };
  }
  throw notFound();
}

/** Labels come as names, or as objects with a name; for one endpoint the list may be the whole body. */
export function labelNames(body: Fields): string[] {
  if (Array.isArray(body.source)) return body.source.filter((name) => typeof name === "string");
  return [...body.texts("labels"), ...body.objects("labels").map((label) => label.text("name"))];
}
