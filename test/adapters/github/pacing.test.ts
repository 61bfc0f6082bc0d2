import { Octokit } from "@octokit/rest";
import { expect, test } from "vitest";
import { paceWrites, type WriteBudget } from "../../../src/adapters/github/pacing.js";
import { httpMock } from "../../support/http-mock.js";

const API = "https://github.test";
const REPO = { owner: "acme", repo: "app" };

function paced(budget: Partial<WriteBudget>, signal = new AbortController().signal): Octokit {
  const client = new Octokit({ baseUrl: API, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const whole: WriteBudget = { take: () => undefined, pause: () => undefined, ...budget };
  paceWrites(client, { budget: whole, now: () => 0, signal });
  return client;
}

test("what people see is taken out of the budget; reading and git objects are free", async () => {
  let taken = 0;
  const client = paced({
    take: () => {
      taken += 1;
      return undefined;
    },
  });
  httpMock(API)
    .get("/repos/acme/app")
    .reply(200, {})
    .post("/repos/acme/app/git/blobs")
    .reply(201, {})
    .post("/repos/acme/app/issues/1/comments")
    .reply(201, {})
    .patch("/repos/acme/app/pulls/1")
    .reply(200, {});
  await client.rest.repos.get(REPO);
  await client.rest.git.createBlob({ ...REPO, content: "" });
  expect(taken).toBe(0);
  await client.rest.issues.createComment({ ...REPO, issue_number: 1, body: "hello" });
  await client.rest.pulls.update({ ...REPO, pull_number: 1, title: "t" });
  expect(taken).toBe(2);
});

test("a short wait is waited for, a long one is the caller's", async () => {
  const answers = [new Date(20), new Date(10), undefined, new Date(61_000)];
  const client = paced({ take: () => answers.shift() });
  httpMock(API).post("/repos/acme/app/issues").reply(201, { number: 1 });
  expect((await client.rest.issues.create({ ...REPO, title: "t" })).status).toBe(201);
  await expect(client.rest.issues.create({ ...REPO, title: "t" })).rejects.toMatchObject({
    code: "github.budget",
    until: new Date(61_000),
  });
});

test("who waits stops with the App", async () => {
  const stopping = new AbortController();
  const client = paced({ take: () => new Date(50_000) }, stopping.signal);
  const waiting = client.rest.issues.create({ ...REPO, title: "t" });
  stopping.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});

test.each([
  [429, { "retry-after": "7" }, "slow down", 7_000],
  [403, { "retry-after": "120" }, "slow down", 120_000],
  [403, {}, "You have exceeded a secondary rate limit", 60_000],
  [403, {}, "Resource not accessible by integration", undefined],
])("%i with %o and %j pauses all writes for %s ms", async (status, headers, message, pause) => {
  const paused: number[] = [];
  const client = paced({ pause: (until) => paused.push(until.getTime()) });
  httpMock(API).post("/repos/acme/app/issues").reply(status, { message }, headers);
  await expect(client.rest.issues.create({ ...REPO, title: "t" })).rejects.toMatchObject({ status });
  expect(paused).toEqual(pause === undefined ? [] : [pause]);
});
