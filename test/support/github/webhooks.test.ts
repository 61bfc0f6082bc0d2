import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { createRequire } from "node:module";

import { createNodeMiddleware, Probot } from "probot";
import { afterEach, beforeEach, expect, test } from "vitest";

import { appOctokit, installationOctokit } from "./octokit.js";
import { startGitHub, type GitHubStandIn } from "./start.js";

interface Received {
  readonly guid: string;
  readonly event: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

const require = createRequire(import.meta.url);
const examples: readonly { name: string; examples: readonly object[] }[] = require("@octokit/webhooks-examples");

let github: GitHubStandIn;
let receiver: Server;
let received: Received[];
let failing: boolean;

/** A real Probot app, which checks signatures as any app does. */
async function startReceiver(secret: string): Promise<Server> {
  const probot = new Probot({ appId: github.appId, privateKey: github.privateKey, secret, logLevel: "fatal" });
  const middleware = await createNodeMiddleware(
    (app) => {
      app.onAny(({ id, name, payload }) => {
        if (failing) throw new Error("the app is ill");
        received.push({ guid: id, event: name, payload: { ...payload } });
      });
    },
    { probot, webhooksPath: "/" },
  );
  const server = createServer((request, response) => void middleware(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function addressOf(server: Server): string {
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}/` : "";
}

function names(): string[] {
  return received.map(({ event, payload }) => (payload["action"] ? `${event}.${String(payload["action"])}` : event));
}

beforeEach(async () => {
  received = [];
  failing = false;
  github = await startGitHub({ webhookSecret: "between us" });
  receiver = await startReceiver("between us");
  github.addOrg("acme");
  github.addUser("ada");
  await github.createRepository({
    owner: "acme",
    name: "core",
    commits: [{ files: { "a.txt": "a\n" }, tag: "v1.0.0" }],
  });
  github.setWebhookUrl(addressOf(receiver));
});

afterEach(async () => {
  const { violations } = github;
  await github.close();
  receiver.closeAllConnections();
  receiver.close();
  expect(violations).toEqual([]);
});

test("the life of a release and a pull request is told as GitHub tells it", async () => {
  github.installApp("acme");
  await github.publishRelease("acme/core", "v2.0.0", { by: "ada" });
  await github.pushCommit("acme/core", "topic", { "b.txt": "b\n" });
  const pull = github.openIssue("acme/core", "ada", "Not subscribed to", "");
  github.comment("acme/core", pull.number, "ada", "/migrate help");
  await github.deliveriesSettled();
  expect(names().toSorted()).toEqual([
    "create",
    "create",
    "installation.created",
    "issue_comment.created",
    "push",
    "push",
    "release.created",
    "release.published",
    "release.released",
  ]);
  const { payload } = received.find(({ event, payload }) => event === "release" && payload["action"] === "published")!;
  expect(payload).toMatchObject({
    release: { tag_name: "v2.0.0", draft: false },
    repository: { full_name: "acme/core", default_branch: "main", clone_url: `${github.url}/acme/core.git` },
    sender: { login: "ada" },
  });
  expect(github.deliveries.map(({ outcome }) => outcome?.statusCode)).toEqual(received.map(() => 200));
});

test("payloads have the fields that GitHub's examples have", async () => {
  github.installApp("acme");
  await github.publishRelease("acme/core", "v2.0.0");
  await github.pushCommit("acme/core", "topic", { "b.txt": "b\n" });
  const issue = github.openIssue("acme/core", "ada", "t", "b");
  github.comment("acme/core", issue.number, "ada", "hello");
  await github.deliveriesSettled();
  const lacking = received.flatMap(({ event, payload }) => {
    const known = examples.find(({ name }) => name === event)?.examples ?? [];
    const example = known.find((candidate) => !("action" in candidate) || candidate.action === payload["action"]);
    return example === undefined ? [] : missing(example, payload, event);
  });
  expect(lacking).toEqual([]);
});

// Down to the fields of repository, release, comment and the like, without those that only some accounts have.
function missing(example: object, actual: Readonly<Record<string, unknown>>, at: string, depth = 2): string[] {
  return Object.entries(example).flatMap(([name, value]) => {
    if (["organization", "enterprise", "performed_via_github_app", "assignees"].includes(name)) return [];
    const found = actual[name];
    if (found === undefined) return [`${at}.${name}`];
    if (depth === 1 || typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return missing(value, { ...(found as object) }, `${at}.${name}`, depth - 1);
  });
}

test("an app with another secret refuses", async () => {
  const stranger = await startReceiver("something else");
  github.setWebhookUrl(addressOf(stranger));
  github.installApp("acme");
  await github.deliveriesSettled();
  expect(received).toEqual([]);
  expect(github.deliveries[0]?.outcome?.statusCode).toBe(400);
  stranger.close();
});

test("a failed delivery is found and repeated under its old name", async () => {
  failing = true;
  github.installApp("acme");
  await github.deliveriesSettled();
  const [first] = github.deliveries;
  expect(first?.outcome?.statusCode).toBe(500);
  failing = false;
  const again = await github.redeliver(first!.id);
  expect(again).toMatchObject({ guid: first!.guid, redelivery: true, outcome: { statusCode: 200 } });
  expect(received.map(({ guid }) => guid)).toEqual([first!.guid]);
});

test("the app itself can look for what it has missed, page by page", async () => {
  github.installApp("acme");
  await github.publishRelease("acme/core", "v1.0.0");
  await github.deliveriesSettled();
  failing = true;
  github.comment("acme/core", github.openIssue("acme/core", "ada", "t", "b").number, "ada", "missed");
  await github.deliveriesSettled();
  failing = false;
  const app = appOctokit(github);
  const all = await app.paginate(app.rest.apps.listWebhookDeliveries, { per_page: 2 });
  expect(all.map(({ id }) => id)).toEqual(github.deliveries.map(({ id }) => id).toReversed());
  const lost = all.filter((delivery) => delivery.status_code !== 200);
  expect(lost.map(({ event }) => event)).toEqual(["issue_comment"]);
  await app.rest.apps.redeliverWebhookDelivery({ delivery_id: lost[0]!.id });
  expect(received.at(-1)).toMatchObject({ guid: lost[0]!.guid, payload: { comment: { body: "missed" } } });
});

test("a pull request is told from opening to merge", async () => {
  github.installApp("acme");
  await github.pushCommit("acme/core", "topic", { "b.txt": "b\n" });
  const octokit = await installationOctokit(github, "acme/core");
  const repository = { owner: "acme", repo: "core" };
  const pull = await octokit.rest.pulls.create({ ...repository, title: "t", head: "topic", base: "main", draft: true });
  await octokit.graphql(
    "mutation($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }",
    { id: pull.data.node_id },
  );
  await octokit.rest.pulls.update({ ...repository, pull_number: 1, body: "more" });
  await octokit.rest.checks.create({ ...repository, name: "c", head_sha: pull.data.head.sha, conclusion: "neutral" });
  const tip = await github.pushCommit("acme/core", "topic", { "c.txt": "c\n" });
  await github.setStatus("acme/core", tip, "ci/build", "success");
  const status = await octokit.rest.repos.getCombinedStatusForRef({ ...repository, ref: tip });
  expect(status.data).toMatchObject({ state: "success", statuses: [{ context: "ci/build" }] });
  await github.mergePullRequest("acme/core", 1, "ada");
  await octokit.rest.repos.createDispatchEvent({ ...repository, event_type: "core.migration.ready" });
  await github.deliveriesSettled();
  expect(new Set(names())).toEqual(
    new Set([
      "installation.created",
      "create",
      "push",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.edited",
      "check_run.created",
      "check_run.completed",
      "pull_request.synchronize",
      "status",
      "pull_request.closed",
      "repository_dispatch.core.migration.ready",
    ]),
  );
  const closed = received.find(({ payload }) => payload["action"] === "closed");
  expect(closed?.payload["pull_request"]).toMatchObject({ merged: true, merged_by: { login: "ada" } });
});

test("deliveries can be dropped, doubled and reordered", async () => {
  github.installApp("acme");
  await github.deliveriesSettled();
  received = [];
  const issue = github.openIssue("acme/core", "ada", "t", "b");
  const say = async (body: string) => {
    github.comment("acme/core", issue.number, "ada", body);
    await github.deliveriesSettled();
  };
  github.faults.onDelivery({ event: "issue_comment" }, "drop");
  await say("lost");
  github.faults.onDelivery({ event: "issue_comment" }, "duplicate");
  await say("twice");
  github.faults.onDelivery({ event: "issue_comment" }, "reorder");
  github.comment("acme/core", issue.number, "ada", "late");
  await say("early");
  const bodies = received.map(({ payload }) => (payload["comment"] as { body: string }).body);
  expect(bodies).toEqual(["twice", "twice", "early", "late"]);
  expect(received[0]?.guid).toBe(received[1]?.guid);
});

test("more than three tags pushed at once send nothing", async () => {
  github.installApp("acme");
  await github.deliveriesSettled();
  received = [];
  await github.pushTags("acme/core", ["a", "b", "c", "d"]);
  await github.deliveriesSettled();
  expect(names()).toEqual([]);
  await github.pushTags("acme/core", ["e"]);
  await github.deliveriesSettled();
  expect(names()).toEqual(["create", "push"]);
});
