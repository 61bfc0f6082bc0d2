import { buildSchema, graphql, GraphQLError, type ExecutionResult } from "graphql";

import { emitPull } from "./actions/refs.js";
import type { Caller } from "./call.js";
import { issueHtmlUrl } from "./render/issue.js";
import { pullNodeId } from "./render/pull.js";
import { isPull, type PullIssue, type Repository } from "./state.js";
import { permits } from "./tokens.js";
import type { World } from "./world.js";

/** The part of GitHub's schema that REST has no equal for. */
const SCHEMA = buildSchema(`
  scalar URI
  scalar DateTime
  scalar GitObjectID
  enum PullRequestState { OPEN CLOSED MERGED }
  enum PullRequestMergeMethod { MERGE SQUASH REBASE }
  interface Node { id: ID! }
  type AutoMergeRequest { mergeMethod: PullRequestMergeMethod! commitHeadline: String commitBody: String }
  type PullRequest implements Node {
    id: ID!
    number: Int!
    title: String!
    url: URI!
    state: PullRequestState!
    merged: Boolean!
    isDraft: Boolean!
    headRefName: String!
    headRefOid: GitObjectID!
    autoMergeRequest: AutoMergeRequest
  }
  input ConvertPullRequestToDraftInput { pullRequestId: ID! clientMutationId: String }
  input MarkPullRequestReadyForReviewInput { pullRequestId: ID! clientMutationId: String }
  input EnablePullRequestAutoMergeInput {
    pullRequestId: ID!
    mergeMethod: PullRequestMergeMethod = MERGE
    commitHeadline: String
    commitBody: String
    expectedHeadOid: GitObjectID
    clientMutationId: String
  }
  input DisablePullRequestAutoMergeInput { pullRequestId: ID! clientMutationId: String }
  type PullRequestPayload { pullRequest: PullRequest clientMutationId: String }
  type Query { node(id: ID!): Node }
  type Mutation {
    convertPullRequestToDraft(input: ConvertPullRequestToDraftInput!): PullRequestPayload
    markPullRequestReadyForReview(input: MarkPullRequestReadyForReviewInput!): PullRequestPayload
    enablePullRequestAutoMerge(input: EnablePullRequestAutoMergeInput!): PullRequestPayload
    disablePullRequestAutoMerge(input: DisablePullRequestAutoMergeInput!): PullRequestPayload
  }
`);

interface Input {
  readonly pullRequestId: string;
  readonly mergeMethod?: "MERGE" | "SQUASH" | "REBASE";
  readonly commitHeadline?: string;
  readonly commitBody?: string;
  readonly expectedHeadOid?: string;
}

const METHODS = { MERGE: "merge", SQUASH: "squash", REBASE: "rebase" } as const;

export async function answerGraphql(
  world: World,
  caller: Caller,
  source: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<ExecutionResult> {
  function pullById(id: string, access: "read" | "write"): { repository: Repository; issue: PullIssue } {
    for (const repository of world.repositories.values()) {
      const issue = repository.issues.filter(isPull).find((candidate) => pullNodeId(candidate) === id);
      if (issue === undefined) continue;
      if (permits(world, caller, repository, "pull_requests", access)) return { repository, issue };
      throw new GraphQLError("Resource not accessible by integration", { extensions: { type: "FORBIDDEN" } });
    }
    throw new GraphQLError(`Could not resolve to a node with the global id of '${id}'`);
  }

  async function setDraft(input: Input, draft: boolean): Promise<unknown> {
    const { repository, issue } = pullById(input.pullRequestId, "write");
    if (issue.pull.draft !== draft) {
      issue.pull.draft = draft;
      issue.updatedAt = world.now();
      const action = draft ? "converted_to_draft" : "ready_for_review";
      await emitPull(world, repository, caller.account, issue, action);
    }
    return { pullRequest: render(world, repository, issue) };
  }

  function enableAutoMerge(input: Input): unknown {
    const { repository, issue } = pullById(input.pullRequestId, "write");
    if (input.expectedHeadOid !== undefined && input.expectedHeadOid !== issue.pull.headSha) {
      throw new GraphQLError("Head sha didn't match expected head sha.");
    }
    if (issue.state === "closed" || issue.pull.draft) throw new GraphQLError("Pull request is not open for review");
    issue.pull.autoMerge = {
      by: caller.account,
      method: METHODS[input.mergeMethod ?? "MERGE"],
      title: input.commitHeadline ?? issue.title,
      message: input.commitBody ?? "",
    };
    return { pullRequest: render(world, repository, issue) };
  }

  function disableAutoMerge(input: Input): unknown {
    const { repository, issue } = pullById(input.pullRequestId, "write");
    issue.pull.autoMerge = undefined;
    return { pullRequest: render(world, repository, issue) };
  }

  return graphql({
    schema: SCHEMA,
    source,
    variableValues: variables,
    rootValue: {
      node: ({ id }: { id: string }) => {
        const { repository, issue } = pullById(id, "read");
        return render(world, repository, issue);
      },
      convertPullRequestToDraft: ({ input }: { input: Input }) => setDraft(input, true),
      markPullRequestReadyForReview: ({ input }: { input: Input }) => setDraft(input, false),
      enablePullRequestAutoMerge: ({ input }: { input: Input }) => enableAutoMerge(input),
      disablePullRequestAutoMerge: ({ input }: { input: Input }) => disableAutoMerge(input),
    },
  });
}

function render(world: World, repository: Repository, issue: PullIssue): Record<string, unknown> {
  const { pull } = issue;
  return {
    __typename: "PullRequest",
    id: pullNodeId(issue),
    number: issue.number,
    title: issue.title,
    url: issueHtmlUrl(world, repository, issue),
    state: pull.merge === undefined ? issue.state.toUpperCase() : "MERGED",
    merged: pull.merge !== undefined,
    isDraft: pull.draft,
    headRefName: pull.head,
    headRefOid: pull.headSha,
    autoMergeRequest: pull.autoMerge && {
      mergeMethod: pull.autoMerge.method.toUpperCase(),
      commitHeadline: pull.autoMerge.title,
      commitBody: pull.autoMerge.message,
    },
  };
}
