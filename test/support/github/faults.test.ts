import { ProbotOctokit } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";

import { installationOctokit } from "./octokit.js";
import { startGitHub, type GitHubStandIn } from "./start.js";

const REPOSITORY = { owner: "acme", repo: "web" };
const ISSUE = { ...REPOSITORY, title: "once" };

let github: GitHubStandIn;
let octokit: InstanceType<typeof ProbotOctokit>;

beforeEach(async () => {
  github = await startGitHub();
  github.addOrg("acme");
  await github.createRepository({ owner: "acme", name: "web", commits: [{ files: { "a.txt": "a\n" } }] });
  github.installApp("acme");
  octokit = await installationOctokit(github, "acme/web");
});

afterEach(async () => {
  await github.close();
});

test("an outage lasts as many requests as it is said to", async () => {
  github.faults.onRequest({ method: "POST", path: /\/issues$/ }, { kind: "status", status: 502 }, 2);
  await expect(octokit.rest.issues.create(ISSUE)).rejects.toMatchObject({ status: 502 });
  await octokit.rest.repos.get(REPOSITORY);
  await expect(octokit.rest.issues.create(ISSUE)).rejects.toMatchObject({ status: 502 });
  await octokit.rest.issues.create(ISSUE);
  expect(github.issues("acme/web")).toHaveLength(1);
});

test("after a lost answer the work is done and nobody knows", async () => {
  github.faults.onRequest({ method: "POST", path: "/issues" }, { kind: "lost-response" });
  await expect(octokit.rest.issues.create(ISSUE)).rejects.toMatchObject({ status: 500 });
  expect(github.issues("acme/web")).toMatchObject([{ title: "once" }]);
  expect(github.requests.at(-1)).toMatchObject({ method: "POST", status: 0 });
});

test("limits look to Octokit's throttling as GitHub's do", async () => {
  const seen: string[] = [];
  const throttled = new ProbotOctokit({
    baseUrl: github.url,
    auth: { token: ((await octokit.auth({ type: "installation" })) as { token: string }).token },
    retry: { enabled: false },
    throttle: {
      fallbackSecondaryRateRetryAfter: 0,
      onRateLimit: () => void seen.push("primary"),
      onSecondaryRateLimit: (retryAfter: number) => void seen.push(`secondary, after ${retryAfter}`),
    },
  });
  github.faults.onRequest({ path: "/repos/acme/web" }, { kind: "primary-limit", resetInSeconds: 60 });
  await expect(throttled.rest.repos.get(REPOSITORY)).rejects.toMatchObject({ status: 403 });
  github.faults.onRequest({ path: "/repos/acme/web" }, { kind: "secondary-limit", retryAfterSeconds: 7 });
  await expect(throttled.rest.repos.get(REPOSITORY)).rejects.toMatchObject({ status: 403 });
  expect(seen).toEqual(["primary", "secondary, after 7"]);
});

test("a refusal leaves nothing behind", async () => {
  github.faults.onRequest({ path: "/issues" }, { kind: "unprocessable", message: "Validation Failed" });
  await expect(octokit.rest.issues.create(ISSUE)).rejects.toMatchObject({ status: 422 });
  expect(github.issues("acme/web")).toEqual([]);
});

test("a fault can hit git as well", async () => {
  github.faults.onRequest({ path: "/info/refs" }, { kind: "status", status: 503 });
  expect((await fetch(`${github.url}/acme/web.git/info/refs?service=git-upload-pack`)).status).toBe(503);
  expect((await fetch(`${github.url}/acme/web.git/info/refs?service=git-upload-pack`)).status).toBe(401);
});

test("a slow answer comes after those that were asked for later", async () => {
  await octokit.rest.repos.get(REPOSITORY);
  github.faults.onRequest({ path: "/issues" }, { kind: "slow", milliseconds: 1500 });
  const order: string[] = [];
  const slow = octokit.rest.issues.listForRepo(REPOSITORY).then(() => order.push("slow"));
  await octokit.rest.repos.get(REPOSITORY).then(() => order.push("quick"));
  await slow;
  expect(order).toEqual(["quick", "slow"]);
});
