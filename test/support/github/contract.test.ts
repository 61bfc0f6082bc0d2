import { afterEach, beforeEach, expect, test } from "vitest";

import { githubContract } from "./contract.js";
import { appOctokit, installationOctokit } from "./octokit.js";
import { startGitHub, type GitHubStandIn } from "./start.js";

let github: GitHubStandIn;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrg("acme");
  await github.createRepository({ owner: "acme", name: "web", commits: [{ files: { "a.txt": "a\n" } }] });
  github.installApp("acme");
});

afterEach(async () => {
  await github.close();
});

test("a request that GitHub does not describe is refused and remembered", async () => {
  const octokit = await installationOctokit(github, "acme/web");
  const wrong = octokit.request("POST /repos/acme/web/issues", { title: ["not", "a", "title"] });
  await expect(wrong).rejects.toMatchObject({ status: 422 });
  const unknown = octokit.request("GET /repos/acme/web/issues", { status: "open" });
  await expect(unknown).rejects.toMatchObject({ status: 422 });
  await expect(octokit.request("GET /repos/acme/web/no-such-thing")).rejects.toMatchObject({ status: 404 });
  expect(github.violations).toMatchObject([
    { kind: "request", where: "POST /repos/acme/web/issues" },
    { kind: "request", errors: ["issues/list-for-repo query must NOT have additional properties (status)"] },
    { kind: "request", errors: ["GitHub has no such endpoint"] },
  ]);
});

test("what GitHub has and the stand-in lacks is told apart", async () => {
  const octokit = await installationOctokit(github, "acme/web");
  await expect(octokit.rest.repos.listForks({ owner: "acme", repo: "web" })).rejects.toMatchObject({ status: 501 });
  expect(github.violations).toMatchObject([{ errors: ["the stand-in lacks repos/list-forks"] }]);
});

test("an answer of its own that breaks the description becomes a 500", async () => {
  const repository = github.repository("acme/web");
  Object.assign(repository, { defaultBranch: 7 });
  const octokit = await installationOctokit(github, "acme/web");
  await expect(octokit.rest.repos.get({ owner: "acme", repo: "web" })).rejects.toThrow(
    "/default_branch must be string",
  );
  expect(github.violations).toMatchObject([{ kind: "response", where: "GET /repos/acme/web" }]);
});

test("more annotations than GitHub takes at once are refused", async () => {
  const annotation = { path: "a.txt", start_line: 1, end_line: 1, annotation_level: "notice", message: "m" };
  const contract = githubContract();
  const operation = contract.operation("POST", "/repos/{owner}/{repo}/check-runs")!;
  const errors = (count: number) =>
    contract.requestErrors(operation, {
      path: { owner: "acme", repo: "web" },
      query: {},
      json: {
        name: "n",
        head_sha: "0".repeat(40),
        output: { title: "t", summary: "s", annotations: Array.from({ length: count }, () => annotation) },
      },
    });
  expect(errors(50)).toEqual([]);
  expect(errors(51)).toContainEqual(expect.stringContaining("must NOT have more than 50 items"));
});

test("GitHub Enterprise's prefix leads to the same", async () => {
  const { data } = await appOctokit(github, `${github.url}/api/v3`).rest.apps.getAuthenticated();
  expect(data?.slug).toBe("onx-migrate");
});
