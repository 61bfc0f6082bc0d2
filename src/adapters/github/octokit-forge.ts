import { branchHead, deleteBranch, listBranches, pushBranch } from "./branches.js";
import { publishCheckRun } from "./check-runs.js";
import type { GitHubClient } from "./client.js";
import { canWrite, commentOnce, issueOnce, react } from "./conversations.js";
import type { Forge } from "./forge.js";
import {
  markReady,
  openPullRequest,
  pullRequestByHead,
  readPullRequest,
  requestReviewers,
  setLabels,
  updatePullRequest,
} from "./pull-requests.js";
import { listFiles, listRepositories, listTags, readFile, readRepository, readText } from "./repositories.js";

/** The forge over an Octokit instance that is authenticated as one installation. */
export function createForge(client: GitHubClient): Forge {
  return {
    listRepositories: () => listRepositories(client),
    repository: (fullName) => readRepository(client, fullName),
    readFile: (fullName, path, ref) => readFile(client, fullName, path, ref),
    readText: (fullName, path, ref) => readText(client, fullName, path, ref),
    listFiles: (fullName, sha) => listFiles(client, fullName, sha),
    listTags: (fullName) => listTags(client, fullName),
    branchHead: (fullName, branch) => branchHead(client, fullName, branch),
    listBranches: (fullName, prefix) => listBranches(client, fullName, prefix),
    pushBranch: (fullName, push) => pushBranch(client, fullName, push),
    deleteBranch: (fullName, branch) => deleteBranch(client, fullName, branch),
    pullRequestByHead: (fullName, branch) => pullRequestByHead(client, fullName, branch),
    pullRequest: (fullName, number) => readPullRequest(client, fullName, number),
    openPullRequest: (fullName, request) => openPullRequest(client, fullName, request),
    updatePullRequest: (fullName, number, change) => updatePullRequest(client, fullName, number, change),
    markReady: (nodeId) => markReady(client, nodeId),
    setLabels: (fullName, number, change) => setLabels(client, fullName, number, change),
    requestReviewers: (fullName, number, reviewers) => requestReviewers(client, fullName, number, reviewers),
    publishCheckRun: (fullName, check) => publishCheckRun(client, fullName, check),
    commentOnce: (fullName, number, comment) => commentOnce(client, fullName, number, comment),
    issueOnce: (fullName, issue) => issueOnce(client, fullName, issue),
    react: (fullName, commentId, reaction) => react(client, fullName, commentId, reaction),
    canWrite: (fullName, login) => canWrite(client, fullName, login),
  };
}
