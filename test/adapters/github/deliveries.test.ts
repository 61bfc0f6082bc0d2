import { createServer } from "node:http";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { redeliverFailed } from "../../../src/adapters/github/deliveries.js";
import { appOctokit } from "../../support/github/octokit.js";
import { startGitHub } from "../../support/github/start.js";

test("deliveries that did not arrive are asked for again, and those that did are not", async () => {
  const github = await startGitHub();
  let isUp = false;
  const received: string[] = [];
  const server = createServer((request, response) => {
    if (isUp) received.push(String(request.headers["x-github-delivery"]));
    response.writeHead(isUp ? 200 : 500).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    await github.close();
    server.close();
    expect(github.violations).toEqual([]);
  });
  const address = server.address();
  github.setWebhookUrl(`http://127.0.0.1:${String(typeof address === "object" ? address?.port : 0)}/`);
  github.addOrg("acme");
  await github.createRepository({ owner: "acme", name: "web", commits: [{ files: { a: "a" }, tag: "v1.0.0" }] });
  github.installApp("acme");
  await github.publishRelease("acme/web", "v1.0.0");
  await github.deliveriesSettled();
  const missed = github.deliveries.map(({ guid }) => guid);

  isUp = true;
  expect(await redeliverFailed(appOctokit(github), new Date(0))).toBe(missed.length);
  await github.deliveriesSettled();
  expect(received.toSorted()).toEqual(missed.toSorted());
  expect(await redeliverFailed(appOctokit(github), new Date(0))).toBe(0);
  expect(await redeliverFailed(appOctokit(github), new Date(Date.now() + 60_000))).toBe(0);
});
