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
  const known = comments.find((entry) => isMarked(entry, comment.marker));
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
  const known = open.find((entry) => isMarked(entry, issue.marker));
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

/** People can write a marker too, and must not be able to keep us silent by it. */
function isMarked(entry: { body?: string | null; user: { type?: string } | null }, marker: string): boolean {
  return entry.user?.type === "Bot" && entry.body?.includes(markerLine(marker)) === true;
}

function markerLine(marker: string): string {
  return `<!-- onx-migrate:${marker} -->`;
}
