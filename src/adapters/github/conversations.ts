import { type GitHubClient, orMissing, pathOf } from "./client.js";
import type { MarkedComment, MarkedIssue, Reaction } from "./forge.js";

const WRITERS = new Set(["admin", "maintain", "write"]);

export async function commentOnce(
  client: GitHubClient,
  fullName: string,
  number: number,
  comment: MarkedComment,
): Promise<string> {
  const issue = { ...pathOf(fullName), issue_number: number };
  const comments = await client.paginate(client.rest.issues.listComments, { ...issue, per_page: 100 });
  const known = comments.find((entry) => entry.body?.includes(markerLine(comment.marker)) === true);
  if (known !== undefined) return known.html_url;
  const { data } = await client.rest.issues.createComment({ ...issue, body: marked(comment) });
  return data.html_url;
}

export async function issueOnce(client: GitHubClient, fullName: string, issue: MarkedIssue): Promise<number> {
  const path = pathOf(fullName);
  const open = await client.paginate(client.rest.issues.listForRepo, {
    ...path,
    state: "open",
    labels: issue.labels.join(","),
    per_page: 100,
  });
  const known = open.find((entry) => entry.body?.includes(markerLine(issue.marker)) === true);
  if (known !== undefined) return known.number;
  const { data } = await client.rest.issues.create({
    ...path,
    title: issue.title,
    body: marked(issue),
    labels: [...issue.labels],
  });
  return data.number;
}

export async function react(
  client: GitHubClient,
  fullName: string,
  commentId: number,
  reaction: Reaction,
): Promise<void> {
  await client.rest.reactions.createForIssueComment({
    ...pathOf(fullName),
    comment_id: commentId,
    content: reaction,
  });
}

export async function canWrite(client: GitHubClient, fullName: string, login: string): Promise<boolean> {
  const response = await orMissing(
    client.rest.repos.getCollaboratorPermissionLevel({ ...pathOf(fullName), username: login }),
  );
  return response !== undefined && WRITERS.has(response.data.permission);
}

function marked(comment: MarkedComment): string {
  return `${comment.body}\n\n${markerLine(comment.marker)}`;
}

function markerLine(marker: string): string {
  return `<!-- onx-migrate:${marker} -->`;
}
