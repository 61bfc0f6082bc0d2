import { expect, onTestFinished, test } from "vitest";
import { examine } from "../../src/app/doctor.js";
import { readEnvironment } from "../../src/app/environment.js";
import { openGitHubAccess } from "../../src/app/github-access.js";
import { startGitHub } from "../support/github/start.js";
import { campaignToPullRequest } from "../store/stories.js";
import { testStore } from "../store/support.js";

const SHOP = "acme/shop";

async function githubWithBranches() {
  const stand = await startGitHub();
  onTestFinished(async () => {
    const { violations } = stand;
    await stand.close();
    expect(violations).toEqual([]);
  });
  stand.addOrg("acme");
  await stand.createRepository({ owner: "acme", name: "shop", commits: [{ files: { "a.txt": "a\n" } }] });
  const { id } = stand.installApp("acme");
  for (const branch of [
    "onx-migrate/core-2.0.0",
    "onx-migrate/lost-1.0.0",
    "onx-migrate/revert-core-1.0.0",
    "onx-mine",
  ]) {
    await stand.pushCommit(SHOP, branch, { "a.txt": `${branch}\n` });
  }
  const access = openGitHubAccess(
    readEnvironment({
      APP_ID: String(stand.appId),
      PRIVATE_KEY: stand.privateKey,
      WEBHOOK_SECRET: stand.webhookSecret,
      GITHUB_API_URL: stand.url,
      GITHUB_THROTTLE: "off",
    }),
  );
  const forge = await access.forge(id);
  const request = { head: "onx-migrate/revert-core-1.0.0", base: "main", title: "Revert", body: "", draft: false };
  await forge.openPullRequest(SHOP, request);
  return access;
}

test("branches on GitHub of migrations that are over or that nobody knows any more are told; those of others are not", async () => {
  const github = await githubWithBranches();
  const { file: database, send } = testStore();
  for (const command of campaignToPullRequest()) send(command);
  const left = async () =>
    (await examine({ database, github })).find(({ subject }) => subject === "branches left behind");
  const lost = `${SHOP}: onx-migrate/lost-1.0.0 belongs to no migration under way and to no open pull request`;
  expect(await left()).toMatchObject({
    seen: "1 repositories on GitHub",
    problems: [expect.stringContaining(lost)],
  });
  send({ type: "migration.pr.record", migration_id: "m1", pull_request: { state: "closed", pr_number: 12 } });
  expect((await left())?.problems).toEqual([
    expect.stringContaining("onx-migrate/core-2.0.0"),
    expect.stringContaining(lost),
  ]);
});

test("where GitHub cannot be asked, that is told, and the rest is looked at all the same", async () => {
  const { file: database } = testStore();
  const installations = () => Promise.reject(new Error("the network is down"));
  const findings = await examine({ database, github: { installations, forge: installations } });
  expect(findings.flatMap(({ problems }) => problems)).toEqual(["GitHub could not be asked: the network is down"]);
  expect(findings).toHaveLength(6);
});
