import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { createGitHubAccess } from "../../src/app/github-access.js";
import { httpMock } from "../support/http-mock.js";

const API = "https://github.test";

test("a worker's token is for one repository, and to read its contents only", async () => {
  httpMock(API)
    .post("/app/installations/7/access_tokens", { repositories: ["billing-api"], permissions: { contents: "read" } })
    .reply(201, { token: "ghs_one", expires_at: "2030-01-01T00:00:00Z" });
  const asked: (number | undefined)[] = [];
  const access = createGitHubAccess(async (installationId) => {
    asked.push(installationId);
    return new Octokit({ baseUrl: API });
  });
  expect(await access.readToken(7, "acme/billing-api")).toBe("ghs_one");
  expect(asked).toEqual([undefined]);
});

test("an installation's client is made once", async () => {
  let made = 0;
  const access = createGitHubAccess(async () => {
    made += 1;
    return new Octokit({ baseUrl: API });
  });
  expect(await access.forge(7)).toBe(await access.forge(7));
  expect(made).toBe(1);
});

test("a client that could not be made is asked for again", async () => {
  let made = 0;
  const access = createGitHubAccess(async () => {
    made += 1;
    if (made === 1) throw new Error("the network is down");
    return new Octokit({ baseUrl: API });
  });
  await expect(access.forge(7)).rejects.toThrow("the network is down");
  await expect(access.forge(7)).resolves.toBeDefined();
});
