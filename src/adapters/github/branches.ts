import type { JobFile } from "../../domain/job.js";
import { type GitHubClient, orMissing, pathOf, statusOf } from "./client.js";
import type { BranchPush, PushOutcome } from "./forge.js";

type TreeEntries = NonNullable<Parameters<GitHubClient["rest"]["git"]["createTree"]>[0]>["tree"];
type TreeEntry = TreeEntries[number];

export async function branchHead(client: GitHubClient, fullName: string, branch: string): Promise<string | undefined> {
  const request = client.rest.git.getRef({ ...pathOf(fullName), ref: `heads/${branch}` });
  const response = await orMissing(request, [404, 409]);
  return response?.data.object.sha;
}

/** Names of the branches that begin with `prefix`, sorted as GitHub sorts them. */
export async function listBranches(client: GitHubClient, fullName: string, prefix: string): Promise<string[]> {
  const query = { ...pathOf(fullName), ref: `heads/${prefix}` };
  const refs = await orMissing(client.paginate(client.rest.git.listMatchingRefs, query), [404, 409]);
  return (refs ?? []).map(({ ref }) => ref.replace("refs/heads/", ""));
}

/**
 * Makes the branch hold `files` on top of `base`. A branch is never forced: a new state is a commit on top of the old one, so
 * that the server itself refuses the update where somebody else's commit came between.
 */
export async function pushBranch(client: GitHubClient, fullName: string, push: BranchPush): Promise<PushOutcome> {
  const path = pathOf(fullName);
  const base = await client.rest.git.getCommit({ ...path, commit_sha: push.base });
  const tree = await client.rest.git.createTree({
    ...path,
    base_tree: base.data.tree.sha,
    tree: await Promise.all(push.files.map((file) => treeEntry(client, fullName, file))),
  });
  const head = await branchHead(client, fullName, push.branch);
  if (head === undefined) return await createBranch(client, fullName, push, tree.data.sha);
  return await advanceBranch(client, fullName, push, tree.data.sha, head);
}

export async function deleteBranch(client: GitHubClient, fullName: string, branch: string): Promise<void> {
  try {
    await client.rest.git.deleteRef({ ...pathOf(fullName), ref: `heads/${branch}` });
  } catch (error) {
    // 422 is GitHub's answer for a ref that does not exist.
    if (statusOf(error) !== 404 && statusOf(error) !== 422) throw error;
    if ((await branchHead(client, fullName, branch)) !== undefined) throw error;
  }
}

async function createBranch(
  client: GitHubClient,
  fullName: string,
  push: BranchPush,
  tree: string,
): Promise<PushOutcome> {
  const sha = await commit(client, fullName, push.message, tree, [push.base]);
  try {
    await client.rest.git.createRef({ ...pathOf(fullName), ref: `refs/heads/${push.branch}`, sha });
    return { kind: "pushed", sha };
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    const head = await branchHead(client, fullName, push.branch);
    if (head === undefined) throw error;
    return await advanceBranch(client, fullName, push, tree, head);
  }
}

async function advanceBranch(
  client: GitHubClient,
  fullName: string,
  push: BranchPush,
  tree: string,
  head: string,
): Promise<PushOutcome> {
  const path = pathOf(fullName);
  const current = await client.rest.git.getCommit({ ...path, commit_sha: head });
  if (current.data.tree.sha === tree) return { kind: "unchanged", sha: head };
  if (head !== push.expected) return { kind: "foreign", sha: head };
  const sha = await commit(client, fullName, push.message, tree, await parents(client, fullName, head, push.base));
  try {
    await client.rest.git.updateRef({ ...path, ref: `heads/${push.branch}`, sha, force: false });
    return { kind: "pushed", sha };
  } catch (error) {
    if (statusOf(error) !== 422) throw error;
    const now = await branchHead(client, fullName, push.branch);
    if (now === undefined || now === head) throw error;
    return now === sha ? { kind: "pushed", sha } : { kind: "foreign", sha: now };
  }
}

/** The old head, and the base too where it has moved on since: the pull request then shows only what the migration changes. */
async function parents(client: GitHubClient, fullName: string, head: string, base: string): Promise<string[]> {
  const { data } = await client.rest.repos.compareCommitsWithBasehead({
    ...pathOf(fullName),
    basehead: `${base}...${head}`,
  });
  return data.behind_by === 0 ? [head] : [head, base];
}

/** No author is given: GitHub then signs the commit as the app's and shows it as verified. */
async function commit(
  client: GitHubClient,
  fullName: string,
  message: string,
  tree: string,
  parentShas: string[],
): Promise<string> {
  const { data } = await client.rest.git.createCommit({ ...pathOf(fullName), message, tree, parents: parentShas });
  return data.sha;
}

async function treeEntry(client: GitHubClient, fullName: string, file: JobFile): Promise<TreeEntry> {
  const place = { path: file.path, mode: file.mode, type: "blob" } as const;
  if (file.content_base64 === null) return { ...place, sha: null };
  const bytes = Buffer.from(file.content_base64, "base64");
  const text = bytes.toString("utf8");
  if (Buffer.from(text, "utf8").equals(bytes)) return { ...place, content: text };
  const blob = await client.rest.git.createBlob({
    ...pathOf(fullName),
    content: file.content_base64,
    encoding: "base64",
  });
  return { ...place, sha: blob.data.sha };
}
