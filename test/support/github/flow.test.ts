import type { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startGitHub, type GitHubStandIn } from "./start.js";
import { appOctokit, installationOctokit } from "./octokit.js";

const REPOSITORY = { owner: "acme", repo: "web" };

let github: GitHubStandIn;
let octokit: InstanceType<typeof ProbotOctokit>;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrg("acme");
  github.addUser("ada");
  await github.createRepository({
    owner: "acme",
    name: "web",
    commits: [
      { files: { "package.json": '{ "name": "web" }\n', "src/a.ts": "export const a = 1;\n" }, tag: "v1.0.0" },
      { files: { "src/b.ts": "export const b = 2;\n" } },
    ],
  });
  github.installApp("acme");
  github.setPermission("acme/web", "ada", "write");
  octokit = await installationOctokit(github, "acme/web");
});

afterEach(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

async function commitOnBranch(branch: string, files: Record<string, string | null>): Promise<string> {
  const base = await octokit.rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const parent = await octokit.rest.git.getCommit({ ...REPOSITORY, commit_sha: base.data.object.sha });
  const tree = await octokit.rest.git.createTree({
    ...REPOSITORY,
    base_tree: parent.data.tree.sha,
    tree: Object.entries(files).map(([path, content]) =>
      content === null
        ? { path, mode: "100644", type: "blob", sha: null }
        : { path, mode: "100644", type: "blob", content },
    ),
  });
  const commit = await octokit.rest.git.createCommit({
    ...REPOSITORY,
    message: "chore: migrate",
    tree: tree.data.sha,
    parents: [parent.data.sha],
  });
  expect(commit.data.verification.verified).toBe(true);
  await octokit.rest.git.createRef({ ...REPOSITORY, ref: `refs/heads/${branch}`, sha: commit.data.sha });
  return commit.data.sha;
}

test("an app finds out about itself and its repositories", async () => {
  const app = appOctokit(github);
  expect((await app.rest.apps.getAuthenticated()).data?.slug).toBe("onx-migrate");
  const installations = await app.paginate(app.rest.apps.listInstallations);
  expect(installations.map(({ account }) => account && "login" in account && account.login)).toEqual(["acme"]);
  const repositories = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 1 });
  expect(repositories.map(({ full_name }) => full_name)).toEqual(["acme/web"]);
  const { data } = await octokit.rest.repos.get(REPOSITORY);
  expect(data.default_branch).toBe("main");
});

test("a change goes from tree to merged pull request", async () => {
  const sha = await commitOnBranch("onx-migrate/core-2", { "src/a.ts": "export const a = 10;\n", "src/b.ts": null });
  const made = await octokit.rest.pulls.create({
    ...REPOSITORY,
    title: "chore(deps): migrate",
    body: "Body",
    head: "onx-migrate/core-2",
    base: "main",
    draft: true,
  });
  expect(made.data).toMatchObject({ number: 1, draft: true, changed_files: 2, mergeable: true, head: { sha } });

  const files = await octokit.rest.pulls.listFiles({ ...REPOSITORY, pull_number: 1 });
  expect(files.data.map(({ filename, status, patch }) => ({ filename, status, patch }))).toEqual([
    { filename: "src/a.ts", status: "modified", patch: "@@ -1 +1 @@\n-export const a = 1;\n+export const a = 10;" },
    { filename: "src/b.ts", status: "removed", patch: "@@ -1 +0,0 @@\n-export const b = 2;" },
  ]);

  await octokit.rest.issues.addLabels({ ...REPOSITORY, issue_number: 1, labels: ["onx-migrate"] });
  const ready = await octokit.graphql<{ markPullRequestReadyForReview: { pullRequest: { isDraft: boolean } } }>(
    `mutation ($id: ID!) {
      markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
    }`,
    { id: made.data.node_id },
  );
  expect(ready.markPullRequestReadyForReview.pullRequest.isDraft).toBe(false);

  const check = await octokit.rest.checks.create({
    ...REPOSITORY,
    name: "onx-migrate",
    head_sha: sha,
    status: "completed",
    conclusion: "success",
    output: {
      title: "fine",
      summary: "all",
      annotations: [{ path: "src/a.ts", start_line: 1, end_line: 1, annotation_level: "warning", message: "look" }],
    },
  });
  expect(check.data.output.annotations_count).toBe(1);
  const annotations = await octokit.rest.checks.listAnnotations({ ...REPOSITORY, check_run_id: check.data.id });
  expect(annotations.data[0]?.message).toBe("look");
  const runs = await octokit.rest.checks.listForRef({ ...REPOSITORY, ref: sha });
  expect(runs.data.total_count).toBe(1);

  const merged = await octokit.rest.pulls.merge({ ...REPOSITORY, pull_number: 1 });
  const main = await octokit.rest.git.getCommit({ ...REPOSITORY, commit_sha: merged.data.sha });
  expect(main.data.parents.map((parent) => parent.sha)).toContain(sha);
  expect(await github.readFile("acme/web", "main", "src/a.ts")).toBe("export const a = 10;\n");
  expect(github.pullRequests("acme/web")).toMatchObject([
    { number: 1, state: "closed", mergeSha: merged.data.sha, labels: ["onx-migrate"], author: "onx-migrate[bot]" },
  ]);
});

test("a second pull request for the same branches is refused", async () => {
  await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  const wanted = { ...REPOSITORY, title: "t", head: "topic", base: "main" };
  await octokit.rest.pulls.create(wanted);
  await expect(octokit.rest.pulls.create(wanted)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining("A pull request already exists for acme:topic."),
  });
  const listed = await octokit.rest.pulls.list({ ...REPOSITORY, head: "acme:topic", state: "open" });
  expect(listed.data).toHaveLength(1);
});

test("without its branch a pull request is closed, and its head can still be read", async () => {
  const sha = await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  await octokit.rest.pulls.create({ ...REPOSITORY, title: "t", head: "topic", base: "main" });
  await octokit.rest.git.deleteRef({ ...REPOSITORY, ref: "heads/topic" });
  const { data } = await octokit.rest.pulls.get({ ...REPOSITORY, pull_number: 1 });
  expect(data).toMatchObject({ state: "closed", merged: false, head: { sha } });
  await expect(octokit.rest.pulls.update({ ...REPOSITORY, pull_number: 1, state: "open" })).rejects.toThrow(/deleted/);
});

test("a branch moves only forward, unless by force", async () => {
  const first = await octokit.rest.git.getRef({ ...REPOSITORY, ref: "heads/main" });
  const sha = await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  await github.pushCommit("acme/web", "main", { "c.txt": "c" });
  const move = { ...REPOSITORY, ref: "heads/main", sha };
  await expect(octokit.rest.git.updateRef(move)).rejects.toThrow("Update is not a fast forward");
  expect((await octokit.rest.git.updateRef({ ...move, force: true })).data.object.sha).toBe(sha);
  expect(first.data.object.sha).not.toBe(sha);
});

test("files, folders, commits, tags and comparisons can be read", async () => {
  const file = await octokit.rest.repos.getContent({ ...REPOSITORY, path: "package.json" });
  expect(file.data).toMatchObject({ type: "file", size: 18, encoding: "base64" });
  const folder = await octokit.rest.repos.getContent({ ...REPOSITORY, path: "src", ref: "v1.0.0" });
  expect(Array.isArray(folder.data) && folder.data.map(({ path }) => path)).toEqual(["src/a.ts"]);
  const raw = await octokit.rest.repos.getContent({ ...REPOSITORY, path: "src/a.ts", mediaType: { format: "raw" } });
  expect(raw.data).toBe("export const a = 1;\n");
  await expect(octokit.rest.repos.getContent({ ...REPOSITORY, path: "none" })).rejects.toMatchObject({ status: 404 });

  expect((await octokit.rest.repos.listTags(REPOSITORY)).data.map(({ name }) => name)).toEqual(["v1.0.0"]);
  expect((await octokit.rest.repos.listCommits(REPOSITORY)).data).toHaveLength(2);
  expect((await octokit.rest.repos.getBranch({ ...REPOSITORY, branch: "main" })).data.commit.commit.message).toBe(
    "commit 2",
  );
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ ...REPOSITORY, basehead: "v1.0.0...main" });
  expect(data).toMatchObject({ status: "ahead", ahead_by: 1, files: [{ filename: "src/b.ts", status: "added" }] });
  const tree = await octokit.rest.git.getTree({ ...REPOSITORY, tree_sha: "main", recursive: "1" });
  expect(tree.data.tree.map(({ path }) => path)).toEqual(["package.json", "src", "src/a.ts", "src/b.ts"]);
  const refs = await octokit.rest.git.listMatchingRefs({ ...REPOSITORY, ref: "tags/v1" });
  expect(refs.data.map(({ ref }) => ref)).toEqual(["refs/tags/v1.0.0"]);
});

test("issues, comments, reactions and permissions", async () => {
  const issue = await octokit.rest.issues.create({
    ...REPOSITORY,
    title: "Campaign",
    body: "- [ ] web",
    labels: ["x"],
  });
  await octokit.rest.issues.update({ ...REPOSITORY, issue_number: issue.data.number, body: "- [x] web" });
  const { id } = github.comment("acme/web", issue.data.number, "ada", "/migrate status");
  await octokit.rest.reactions.createForIssueComment({ ...REPOSITORY, comment_id: id, content: "eyes" });
  const own = await octokit.rest.issues.createComment({ ...REPOSITORY, issue_number: 1, body: "hello" });
  await octokit.rest.issues.updateComment({ ...REPOSITORY, comment_id: own.data.id, body: "hello again" });
  expect(github.issues("acme/web")).toMatchObject([
    {
      body: "- [x] web",
      comments: [
        { author: "ada", reactions: ["eyes"] },
        { author: "onx-migrate[bot]", body: "hello again" },
      ],
    },
  ]);
  const permission = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...REPOSITORY, username: "ada" });
  expect(permission.data.permission).toBe("write");
  const found = await octokit.rest.issues.listForRepo({ ...REPOSITORY, labels: "x", creator: "onx-migrate[bot]" });
  expect(found.data).toHaveLength(1);
});

test("releases carry assets", async () => {
  const release = await github.publishRelease("acme/web", "v1.0.0", { body: "Notes" });
  const { upload_url: url } = (await octokit.rest.repos.getRelease({ ...REPOSITORY, release_id: release.id })).data;
  const uploaded = await octokit.request({
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    name: "change-manifest.json",
    data: '{"not": "the request\'s own JSON"}',
  });
  expect(uploaded.data.name).toBe("change-manifest.json");
  await octokit.rest.repos.updateRelease({ ...REPOSITORY, release_id: release.id, body: "Notes and more" });
  const { data } = await octokit.rest.repos.getReleaseByTag({ ...REPOSITORY, tag: "v1.0.0" });
  expect(data).toMatchObject({ body: "Notes and more", assets: [{ name: "change-manifest.json", size: 33 }] });
});

test("of many equal pull requests asked for at once, one is made", async () => {
  await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  const wanted = { ...REPOSITORY, title: "t", head: "topic", base: "main" };
  const answers = await Promise.allSettled([1, 2, 3, 4].map(() => octokit.rest.pulls.create(wanted)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(github.pullRequests("acme/web")).toHaveLength(1);
});

test("conflicting changes cannot be merged", async () => {
  await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  await octokit.rest.pulls.create({ ...REPOSITORY, title: "t", head: "topic", base: "main" });
  await github.pushCommit("acme/web", "main", { "src/a.ts": "export const a = 4;\n" });
  const { data } = await octokit.rest.pulls.get({ ...REPOSITORY, pull_number: 1 });
  expect(data).toMatchObject({ mergeable: false, mergeable_state: "dirty" });
  await expect(octokit.rest.pulls.merge({ ...REPOSITORY, pull_number: 1 })).rejects.toMatchObject({ status: 405 });
});

test("modes, renames and raw bytes survive the Git Data API", async () => {
  const bytes = Buffer.from([0, 255, 10, 128]);
  const blob = await octokit.rest.git.createBlob({
    ...REPOSITORY,
    content: bytes.toString("base64"),
    encoding: "base64",
  });
  const tree = await octokit.rest.git.createTree({
    ...REPOSITORY,
    base_tree: "main",
    tree: [
      { path: "bin/run", mode: "100755", type: "blob", content: "#!/bin/sh\n" },
      { path: "data.bin", mode: "100644", type: "blob", sha: blob.data.sha },
      { path: "link", mode: "120000", type: "blob", content: "bin/run" },
    ],
  });
  expect(tree.data.tree).toContainEqual(expect.objectContaining({ path: "link", mode: "120000" }));
  const back = await octokit.rest.git.getBlob({ ...REPOSITORY, file_sha: blob.data.sha });
  expect(Buffer.from(back.data.content, "base64")).toEqual(bytes);
  const missing = octokit.rest.git.createTree({
    ...REPOSITORY,
    base_tree: "main",
    tree: [{ path: "not/there", mode: "100644", type: "blob", sha: null }],
  });
  await expect(missing).rejects.toMatchObject({ status: 422 });
});

test("a commit with an author of its own is not verified", async () => {
  const { data: head } = await octokit.rest.repos.getBranch({ ...REPOSITORY, branch: "main" });
  const commit = await octokit.rest.git.createCommit({
    ...REPOSITORY,
    message: "m",
    tree: head.commit.commit.tree.sha,
    parents: [head.commit.sha],
    author: { name: "A", email: "a@example.com", date: "2024-05-06T07:08:09Z" },
  });
  expect(commit.data).toMatchObject({ author: { date: "2024-05-06T07:08:09Z" }, verification: { verified: false } });
});

test("a link to a pull request opens as text", async () => {
  await commitOnBranch("topic", { "src/a.ts": "export const a = 3;\n" });
  const { data } = await octokit.rest.pulls.create({
    ...REPOSITORY,
    title: "Migrate",
    body: "Why",
    head: "topic",
    base: "main",
  });
  const page = await (await fetch(data.html_url)).text();
  for (const part of ["Migrate (#1)", "open", "Why", "+export const a = 3;"]) expect(page).toContain(part);
});
