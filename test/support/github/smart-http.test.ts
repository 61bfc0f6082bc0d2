import { join } from "node:path";

import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";

import { createGitRepository, GIT_ENVIRONMENT } from "../git.js";
import { temporaryFolder } from "../temp.js";
import { appOctokit, installationOctokit } from "./octokit.js";
import { startGitHub, type GitHubStandIn } from "./start.js";

let github: GitHubStandIn;
let installation: number;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrg("acme");
  for (const name of ["web", "secret"]) {
    const commits = [{ files: { "a.txt": "one\n" } }, { files: { "a.txt": "two\n" } }];
    await github.createRepository({ owner: "acme", name, commits });
  }
  installation = github.installApp("acme").id;
});

afterEach(async () => {
  await github.close();
});

async function tokenFor(limits: { repository_ids?: number[]; permissions?: { contents: "read" | "write" } } = {}) {
  const { data } = await appOctokit(github).rest.apps.createInstallationAccessToken({
    installation_id: installation,
    ...limits,
  });
  return data.token;
}

async function git(cwd: string, token: string | undefined, ...args: string[]) {
  const basic = Buffer.from(`x-access-token:${token}`).toString("base64");
  const auth = token === undefined ? [] : ["-c", `http.extraHeader=Authorization: Basic ${basic}`];
  return execa("git", [...auth, ...args], { cwd, env: GIT_ENVIRONMENT, reject: false });
}

test("a repository is cloned, and one commit of it fetched by its id", async () => {
  const token = await tokenFor();
  const folder = await temporaryFolder();
  const clone = await git(folder, token, "clone", "--quiet", `${github.url}/acme/web.git`);
  expect(clone.exitCode).toBe(0);
  const { stdout: first } = await git(join(folder, "web"), token, "rev-parse", "HEAD~1");

  const lone = await createGitRepository([]);
  const fetched = await git(lone.dir, token, "fetch", "--depth=1", `${github.url}/acme/web.git`, first);
  expect(fetched.exitCode).toBe(0);
  expect(await lone.git("show", "FETCH_HEAD:a.txt")).toBe("one");
  expect(await lone.git("rev-list", "--count", "FETCH_HEAD")).toBe("1");
  await lone.remove();
});

test("a push moves the branch, and the open pull request with it", async () => {
  await github.pushCommit("acme/web", "topic", { "b.txt": "b\n" });
  const token = await tokenFor();
  const folder = await temporaryFolder();
  await git(folder, token, "clone", "--quiet", "--branch=topic", `${github.url}/acme/web.git`, ".");
  const octokit = await installationOctokit(github, "acme/web");
  const wanted = { owner: "acme", repo: "web", title: "t", head: "topic", base: "main" };
  const { data } = await octokit.rest.pulls.create(wanted);
  await git(folder, undefined, "-c", "user.name=A", "-c", "user.email=a@x", "commit", "--allow-empty", "-qm", "more");
  const pushed = await git(folder, token, "push", "--quiet", "origin", "topic");
  expect(pushed.exitCode, pushed.stderr).toBe(0);
  const { stdout: tip } = await git(folder, undefined, "rev-parse", "HEAD");
  expect(tip).not.toBe(data.head.sha);
  expect(github.pullRequests("acme/web")[0]?.headSha).toBe(tip);
});

test("git asks its credential helper when it is told to", async () => {
  const helper = `!f() { echo username=x-access-token; echo "password=$TOKEN"; }; f`;
  const folder = await temporaryFolder();
  const args = ["-c", `credential.helper=${helper}`, "clone", "--quiet", `${github.url}/acme/web.git`, "."];
  const clone = await execa("git", args, {
    cwd: folder,
    env: { ...GIT_ENVIRONMENT, TOKEN: await tokenFor() },
    reject: false,
  });
  expect(clone.exitCode, clone.stderr).toBe(0);
});

test("nobody reads a private repository without a token", async () => {
  const folder = await temporaryFolder();
  const clone = await git(folder, undefined, "clone", `${github.url}/acme/web.git`);
  expect(clone.exitCode).not.toBe(0);
  expect(clone.stderr).toMatch(/could not read Username|Authentication failed/);
});

test("a token for reading one repository neither pushes nor reads another", async () => {
  const { id } = github.repository("acme/web");
  const token = await tokenFor({ repository_ids: [id], permissions: { contents: "read" } });
  const folder = await temporaryFolder();
  expect((await git(folder, token, "clone", "--quiet", `${github.url}/acme/web.git`)).exitCode).toBe(0);
  const push = await git(join(folder, "web"), token, "push", "origin", "HEAD:refs/heads/other");
  expect(push.stderr).toContain("403");
  const other = await git(folder, token, "clone", `${github.url}/acme/secret.git`);
  expect(other.stderr).toContain("not found");

  const request = (path: string, method = "GET", body?: string) =>
    fetch(`${github.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    });
  expect((await request("/repos/acme/web/contents/a.txt")).status).toBe(200);
  expect((await request("/repos/acme/web/issues")).status).toBe(403);
  expect((await request("/repos/acme/secret")).status).toBe(404);
  const blob = await request("/repos/acme/web/git/blobs", "POST", JSON.stringify({ content: "x" }));
  expect(blob.status).toBe(403);
});

test("a token is never given more than its installation has", async () => {
  const asked = appOctokit(github).rest.apps.createInstallationAccessToken({
    installation_id: installation,
    permissions: { administration: "write" },
  });
  await expect(asked).rejects.toMatchObject({ status: 422 });
});

test("an app signed with another key is nobody", async () => {
  const other = await startGitHub();
  const impostor = appOctokit(Object.create(github, { privateKey: { value: other.privateKey } }));
  await expect(impostor.rest.apps.getAuthenticated()).rejects.toMatchObject({ status: 401 });
  await other.close();
});
