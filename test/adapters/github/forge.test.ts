import { afterEach, beforeEach, expect, test } from "vitest";
import type { Forge } from "../../../src/adapters/github/forge.js";
import { createForge } from "../../../src/adapters/github/octokit-forge.js";
import type { JobFile } from "../../../src/domain/job.js";
import { installationOctokit } from "../../support/github/octokit.js";
import { type GitHubStandIn, startGitHub } from "../../support/github/start.js";

const REPOSITORY = "acme/web";
const BRANCH = "onx-migrate/@acme/core-2.0.0";
const REQUEST = { head: BRANCH, base: "main", title: "Migrate", body: "Body", draft: false };

let github: GitHubStandIn;
let forge: Forge;
let base: string;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrg("acme");
  github.addUser("ada");
  const files = { "package.json": "{}\n", "src/a.ts": "a\n", "src/b.ts": "b\n" };
  await github.createRepository({ owner: "acme", name: "web", commits: [{ files, tag: "v1.0.0" }] });
  github.installApp("acme");
  forge = createForge(await installationOctokit(github, REPOSITORY));
  base = (await forge.branchHead(REPOSITORY, "main")) ?? "";
});

afterEach(async () => {
  const { violations } = github;
  await github.close();
  expect(violations).toEqual([]);
});

function file(path: string, content: string | Uint8Array | null, mode: JobFile["mode"] = "100644"): JobFile {
  return { path, mode, content_base64: content === null ? null : Buffer.from(content).toString("base64") };
}

function push(files: readonly JobFile[], expected?: string, on = base) {
  const known = expected === undefined ? {} : { expected };
  return forge.pushBranch(REPOSITORY, { branch: BRANCH, base: on, message: "Migrate", files, ...known });
}

test("a branch is made of text, bytes, modes and deletions", async () => {
  const bytes = new Uint8Array([0, 255, 254, 10]);
  const pushed = await push([
    file("src/a.ts", "A\n"),
    file("bin/run", "#!\n", "100755"),
    file("x.bin", bytes),
    file("src/b.ts", null),
  ]);
  expect(pushed.kind).toBe("pushed");
  expect(await forge.branchHead(REPOSITORY, BRANCH)).toBe(pushed.sha);
  expect(await forge.listFiles(REPOSITORY, pushed.sha)).toEqual(["bin/run", "package.json", "src/a.ts", "x.bin"]);
  expect(await forge.readText(REPOSITORY, "src/a.ts", pushed.sha)).toBe("A\n");
  expect(Buffer.from((await forge.readFile(REPOSITORY, "x.bin", pushed.sha)) ?? [])).toEqual(Buffer.from(bytes));
});

test("pushing the same again leaves the branch as it is, also for one who does not know it", async () => {
  const first = await push([file("src/a.ts", "A\n")]);
  expect(await push([file("src/a.ts", "A\n")])).toEqual({ kind: "unchanged", sha: first.sha });
});

test("a later state goes on top of the one before, and never over somebody else's commit", async () => {
  const first = await push([file("src/a.ts", "A\n")]);
  const second = await push([file("src/a.ts", "AA\n")], first.sha);
  expect(second.kind).toBe("pushed");
  const theirs = await github.pushCommit(REPOSITORY, BRANCH, { "mine.txt": "mine\n" });
  expect(await push([file("src/a.ts", "AAA\n")], second.sha)).toEqual({ kind: "foreign", sha: theirs });
  expect(await forge.branchHead(REPOSITORY, BRANCH)).toBe(theirs);
});

test("on a base that has moved on, the pull request shows the migration only", async () => {
  const first = await push([file("src/a.ts", "A\n")]);
  const { pullRequest } = await forge.openPullRequest(REPOSITORY, REQUEST);
  const moved = await github.pushCommit(REPOSITORY, "main", { "other.txt": "other\n" });
  await push([file("src/a.ts", "A\n")], first.sha, moved);
  const diff = await github.pullRequestDiff(REPOSITORY, pullRequest.number);
  expect(diff).toContain("src/a.ts");
  expect(diff).not.toContain("other.txt");
});

test("a branch is deleted once, and again without complaint", async () => {
  await push([file("src/a.ts", "A\n")]);
  await forge.deleteBranch(REPOSITORY, BRANCH);
  await forge.deleteBranch(REPOSITORY, BRANCH);
  expect(await forge.branchHead(REPOSITORY, BRANCH)).toBeUndefined();
});

test("a pull request is opened once, taken over when it is there, and left alone when it was declined", async () => {
  await push([file("src/a.ts", "A\n")]);
  const opened = await forge.openPullRequest(REPOSITORY, REQUEST);
  expect(opened.outcome).toBe("opened");
  const { number } = opened.pullRequest;
  expect(await forge.openPullRequest(REPOSITORY, REQUEST)).toMatchObject({
    outcome: "adopted",
    pullRequest: { number },
  });
  await forge.updatePullRequest(REPOSITORY, number, { state: "closed" });
  expect(await forge.openPullRequest(REPOSITORY, REQUEST)).toMatchObject({
    outcome: "declined",
    pullRequest: { number },
  });
  expect(github.pullRequests(REPOSITORY)).toHaveLength(1);
});

test("a pull request that was merged is known as merged", async () => {
  await push([file("src/a.ts", "A\n")]);
  const { pullRequest } = await forge.openPullRequest(REPOSITORY, REQUEST);
  await github.mergePullRequest(REPOSITORY, pullRequest.number, "acme");
  expect((await forge.openPullRequest(REPOSITORY, REQUEST)).outcome).toBe("merged");
});

test("a look-up that fails is a failure, and no pull request is opened on the strength of it", async () => {
  await push([file("src/a.ts", "A\n")]);
  github.faults.onRequest({ method: "GET", path: "/pulls" }, { kind: "status", status: 502 });
  await expect(forge.openPullRequest(REPOSITORY, REQUEST)).rejects.toMatchObject({ status: 502 });
  expect(github.pullRequests(REPOSITORY)).toEqual([]);
});

test("reviewers whom GitHub refuses are told of and nothing more", async () => {
  await push([file("src/a.ts", "A\n")]);
  const { pullRequest } = await forge.openPullRequest(REPOSITORY, REQUEST);
  github.faults.onRequest({ method: "POST", path: /requested_reviewers$/ }, { kind: "status", status: 422 });
  expect(await forge.requestReviewers(REPOSITORY, pullRequest.number, ["nobody"])).toBe(false);
});

test("a marker that a person wrote keeps no comment back", async () => {
  await push([file("src/a.ts", "A\n")]);
  const { number } = (await forge.openPullRequest(REPOSITORY, REQUEST)).pullRequest;
  github.comment(REPOSITORY, number, "ada", "<!-- onx-migrate:answer -->");
  await forge.commentOnce(REPOSITORY, number, { marker: "answer", body: "The answer" });
  await forge.commentOnce(REPOSITORY, number, { marker: "answer", body: "The answer" });
  const bodies = github.pullRequests(REPOSITORY)[0]?.comments.map(({ body }) => body) ?? [];
  expect(bodies.filter((body) => body.startsWith("The answer"))).toHaveLength(1);
});

test("a draft becomes ready", async () => {
  await push([file("src/a.ts", "A\n")]);
  const { pullRequest } = await forge.openPullRequest(REPOSITORY, { ...REQUEST, draft: true });
  await forge.markReady(pullRequest.nodeId);
  expect((await forge.pullRequest(REPOSITORY, pullRequest.number)).draft).toBe(false);
});

test("a comment, an issue and a check run are made once", async () => {
  await push([file("src/a.ts", "A\n")]);
  const { pullRequest } = await forge.openPullRequest(REPOSITORY, REQUEST);
  const { number, headSha } = pullRequest;
  const first = await forge.commentOnce(REPOSITORY, number, { marker: "m", body: "hello" });
  expect(await forge.commentOnce(REPOSITORY, number, { marker: "m", body: "hello again" })).toBe(first);
  const issue = { marker: "configuration", title: "Broken", body: "see below", labels: ["onx-migrate"] };
  expect(await forge.issueOnce(REPOSITORY, issue)).toBe(await forge.issueOnce(REPOSITORY, issue));
  const annotations = Array.from({ length: 120 }, (_, index) => ({
    path: "src/a.ts",
    line: index + 1,
    level: "warning" as const,
    title: "t",
    message: "m",
  }));
  const check = {
    name: "onx-migrate",
    sha: headSha,
    conclusion: "neutral" as const,
    title: "t",
    summary: "s",
    annotations,
  };
  github.faults.onRequest({ method: "PATCH", path: "/check-runs/" }, { kind: "lost-response" });
  await forge.publishCheckRun(REPOSITORY, check).catch(() => undefined);
  await forge.publishCheckRun(REPOSITORY, check);
  await forge.publishCheckRun(REPOSITORY, check);
  const [run, ...more] = github.pullRequests(REPOSITORY)[0]?.checkRuns ?? [];
  expect(more).toEqual([]);
  expect(run?.annotations).toHaveLength(120);
});

test("who may write is who has the role for it", async () => {
  github.setPermission(REPOSITORY, "ada", "triage");
  expect(await forge.canWrite(REPOSITORY, "ada")).toBe(false);
  github.setPermission(REPOSITORY, "ada", "maintain");
  expect(await forge.canWrite(REPOSITORY, "ada")).toBe(true);
  expect(await forge.canWrite(REPOSITORY, "nobody")).toBe(false);
});

test("what is not there is undefined, and tags have their commits", async () => {
  expect(await forge.readText(REPOSITORY, "missing.txt")).toBeUndefined();
  expect(await forge.listTags(REPOSITORY)).toEqual([{ name: "v1.0.0", sha: base }]);
  expect((await forge.listRepositories()).map(({ fullName }) => fullName)).toEqual([REPOSITORY]);
});
