import { ensureLabel } from "../actions/issues.js";
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
import { notFound, Refusal } from "../refusal.js";
import { renderLabel, renderLabels, renderReaction } from "../render/issue.js";
import type { Label, Repository } from "../state.js";
import type { World } from "../world.js";
import { commentOf, issueOf, labelNames } from "./issues.js";

/** Labels of a repository and of its issues, and the reactions to comments. */
export function labelEndpoints(world: World): Endpoints<RepositoryHandler> {
  function listLabels(repository: Repository, call: Call) {
    return paged(call, [...repository.labels.values()], (label) => renderLabel(world, repository, label));
  }

  function makeLabel(repository: Repository, call: Call) {
    const name = call.body.text("name");
    if (repository.labels.has(name.toLowerCase())) {
      throw new Refusal(422, "Validation Failed", [{ resource: "Label", code: "already_exists", field: "name" }]);
    }
    const label: Label = {
      id: world.id(),
      name,
      color: call.body.optionalText("color") ?? "ededed",
      description: call.body.optionalText("description") ?? null,
    };
    repository.labels.set(name.toLowerCase(), label);
    return created(renderLabel(world, repository, label));
  }

  function getLabel(repository: Repository, call: Call) {
    const label = repository.labels.get(parameter(call, "name").toLowerCase());
    if (label === undefined) throw notFound();
    return ok(renderLabel(world, repository, label));
  }

  function labelsOfIssue(repository: Repository, call: Call) {
    return paged(call, renderLabels(world, repository, issueOf(repository, call).labels), (label) => label);
  }

  function addLabels(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    const added = labelNames(call.body).map((name) => ensureLabel(world, repository, name).name);
    issue.labels = [...new Set([...issue.labels, ...added])];
    return ok(renderLabels(world, repository, issue.labels));
  }

  function setLabels(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    issue.labels = labelNames(call.body).map((name) => ensureLabel(world, repository, name).name);
    return ok(renderLabels(world, repository, issue.labels));
  }

  function removeLabel(repository: Repository, call: Call) {
    const issue = issueOf(repository, call);
    const name = find(issue.labels, (label) => label.toLowerCase() === parameter(call, "name").toLowerCase());
    issue.labels = issue.labels.filter((label) => label !== name);
    return ok(renderLabels(world, repository, issue.labels));
  }

  function listReactions(repository: Repository, call: Call) {
    const { content } = call.query;
    const { comment } = commentOf(repository, call);
    const reactions = comment.reactions.filter((reaction) => content === undefined || reaction.content === content);
    return paged(call, reactions, (reaction) => renderReaction(world, reaction));
  }

  function react(repository: Repository, call: Call) {
    const { comment } = commentOf(repository, call);
    const { account } = call.caller;
    const content = call.body.text("content");
    const known = comment.reactions.find((reaction) => reaction.author === account && reaction.content === content);
    if (known !== undefined) return ok(renderReaction(world, known));
    const reaction = { id: world.id(), author: account, content, createdAt: world.now() };
    comment.reactions.push(reaction);
    return created(renderReaction(world, reaction));
  }

  function removeReaction(repository: Repository, call: Call) {
    const { comment } = commentOf(repository, call);
    const id = Number(parameter(call, "reaction_id"));
    comment.reactions.splice(comment.reactions.indexOf(find(comment.reactions, (reaction) => reaction.id === id)), 1);
    return noContent();
  }

  return {
    "GET /repos/{owner}/{repo}/labels": listLabels,
    "POST /repos/{owner}/{repo}/labels": makeLabel,
    "GET /repos/{owner}/{repo}/labels/{name}": getLabel,
    "GET /repos/{owner}/{repo}/issues/{issue_number}/labels": labelsOfIssue,
    "POST /repos/{owner}/{repo}/issues/{issue_number}/labels": addLabels,
    "PUT /repos/{owner}/{repo}/issues/{issue_number}/labels": setLabels,
    "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}": removeLabel,
    "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": listReactions,
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": react,
    "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}": removeReaction,
  };
}
