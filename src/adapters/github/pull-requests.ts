import { type GitHubClient, orMissing, pathOf, statusOf } from "./client.js";
import type { LabelChange, OpenedPullRequest, PullRequest, PullRequestChange, PullRequestRequest } from "./forge.js";

interface PullRequestData {
  readonly number: number;
  readonly node_id: string;
  readonly html_url: string;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly merged_at: string | null;
  readonly merge_commit_sha: string | null;
  readonly body: string | null;
  readonly head: { readonly ref: string; readonly sha: string; readonly repo: { readonly id: number } | null };
  readonly base: { readonly ref: string; readonly repo: { readonly id: number } };
}

export async function readPullRequest(client: GitHubClient, fullName: string, number: number): Promise<PullRequest> {
  const { data } = await client.rest.pulls.get({ ...pathOf(fullName), pull_number: number });
  return toPullRequest(data);
}

export async function pullRequestByHead(
  client: GitHubClient,
  fullName: string,
  branch: string,
): Promise<PullRequest | undefined> {
  const path = pathOf(fullName);
  const { data } = await client.rest.pulls.list({
    ...path,
    head: `${path.owner}:${branch}`,
    state: "all",
    per_page: 100,
  });
  // The filter is ignored by GitHub when it cannot read it, and a fork may have a branch of the same name.
  const ours = data
    .filter(({ head, base }) => head.ref === branch && head.repo?.id === base.repo.id)
    .map(toPullRequest);
  return ours.find((entry) => entry.state === "open") ?? ours.toSorted((a, b) => b.number - a.number)[0];
}

/** Finds the branch's pull request or opens it. A look-up that fails is a failure, not an absence. */
export async function openPullRequest(
  client: GitHubClient,
  fullName: string,
  request: PullRequestRequest,
): Promise<OpenedPullRequest> {
  const existing = await pullRequestByHead(client, fullName, request.head);
  if (existing !== undefined) return adopted(existing);
  try {
    const { data } = await client.rest.pulls.create({ ...pathOf(fullName), ...request });
    return { outcome: "opened", pullRequest: toPullRequest(data) };
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    const winner = await pullRequestByHead(client, fullName, request.head);
    if (winner === undefined) throw error;
    return adopted(winner);
  }
}

export async function updatePullRequest(
  client: GitHubClient,
  fullName: string,
  number: number,
  change: PullRequestChange,
): Promise<void> {
  await client.rest.pulls.update({ ...pathOf(fullName), pull_number: number, ...change });
}

/** Only GraphQL can do this. */
export async function markReady(client: GitHubClient, nodeId: string): Promise<void> {
  await client.graphql(
    "mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } } }",
    { id: nodeId },
  );
}

export async function setLabels(
  client: GitHubClient,
  fullName: string,
  number: number,
  change: LabelChange,
): Promise<void> {
  const issue = { ...pathOf(fullName), issue_number: number };
  if (change.add.length > 0) await client.rest.issues.addLabels({ ...issue, labels: [...change.add] });
  for (const name of change.remove) await orMissing(client.rest.issues.removeLabel({ ...issue, name }));
}

export async function requestReviewers(
  client: GitHubClient,
  fullName: string,
  number: number,
  reviewers: readonly string[],
): Promise<boolean> {
  const teams = reviewers.filter((name) => name.includes("/")).map((name) => name.slice(name.indexOf("/") + 1));
  const people = reviewers.filter((name) => !name.includes("/"));
  const request = client.rest.pulls.requestReviewers({
    ...pathOf(fullName),
    pull_number: number,
    reviewers: people,
    team_reviewers: teams,
  });
  return (await orMissing(request, [422])) !== undefined;
}

function adopted(pullRequest: PullRequest): OpenedPullRequest {
  const outcomes = { open: "adopted", merged: "merged", closed: "declined" } as const;
  return { outcome: outcomes[pullRequest.state], pullRequest };
}

function toPullRequest(data: PullRequestData): PullRequest {
  return {
    number: data.number,
    nodeId: data.node_id,
    url: data.html_url,
    state: data.state === "open" ? "open" : data.merged_at === null ? "closed" : "merged",
    draft: data.draft ?? false,
    headBranch: data.head.ref,
    headSha: data.head.sha,
    baseBranch: data.base.ref,
    body: data.body ?? "",
    mergeSha: data.merged_at === null ? undefined : (data.merge_commit_sha ?? undefined),
  };
}
