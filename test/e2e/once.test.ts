import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { CORE } from "./support/seed.js";
import { story } from "./support/story.js";
import { type AcmeWorld, acmeWorld } from "./support/world.js";

const BOTH = ["billing-api", "label-printer"] as const;

async function expectOneEach(world: AcmeWorld): Promise<void> {
  for (const name of BOTH) await world.opened(name);
  await world.github.deliveriesSettled();
  await world.eventually(
    "the inbox to be empty",
    () => world.rows("SELECT 1 FROM webhook_inbox WHERE status = 'pending'").length === 0,
  );
  await world.eventually(
    "everything to be done",
    () => world.rows("SELECT 1 FROM effect_outbox WHERE status IN ('pending', 'leased')").length === 0,
  );
  for (const name of BOTH) expect(world.pullRequests(name)).toHaveLength(1);
  expect(world.rows("SELECT effect_key, last_error FROM effect_outbox WHERE status = 'dead'")).toEqual([]);
}

function publishedRelease({ github }: AcmeWorld) {
  const found = github.deliveries.find(({ event, action }) => event === "release" && action === "published");
  if (found === undefined) throw new Error("no release was announced");
  return found;
}

story("a delivery that comes twice, and once more later, makes one pull request each", async () => {
  const world = await acmeWorld(BOTH);
  world.github.faults.onDelivery({ event: "release" }, "duplicate");
  await world.github.publishRelease(CORE, "v1.0.0");
  await expectOneEach(world);
  const release = publishedRelease(world);
  await world.github.redeliver(release.id);
  await expectOneEach(world);
  expect(
    world.rows("SELECT delivery_id FROM webhook_inbox WHERE event_name = 'release' AND action = 'published'"),
  ).toHaveLength(1);
});

story("a release that is announced again under another delivery opens no second campaign", async () => {
  const world = await acmeWorld(BOTH);
  await world.github.publishRelease(CORE, "v1.0.0");
  await expectOneEach(world);
  const { body, requestHeaders } = publishedRelease(world);
  const headers = { ...requestHeaders, "x-github-delivery": randomUUID() };
  expect((await fetch(world.app.webhookUrl, { method: "POST", body, headers })).status).toBe(200);
  await expectOneEach(world);
  expect(world.rows("SELECT 1 FROM projection_campaigns")).toHaveLength(1);
});

story("an answer that is lost after the pull request was made leads to that one being taken over", async () => {
  const world = await acmeWorld(["billing-api"]);
  world.github.faults.onRequest({ method: "POST", path: /\/pulls$/ }, { kind: "lost-response" });
  await world.github.publishRelease(CORE, "v1.0.0");
  await world.opened("billing-api");
  await world.eventually(
    "the pull request to be recorded",
    () => world.rows("SELECT 1 FROM projection_pull_requests WHERE state = 'open'").length === 1,
  );
  expect(world.pullRequests("billing-api")).toHaveLength(1);
});

story("a look-up that fails is not taken for an absence", async () => {
  const world = await acmeWorld(["billing-api"]);
  world.github.faults.onRequest({ method: "GET", path: /\/pulls(\?|$)/ }, { kind: "status", status: 500 }, 5);
  await world.github.publishRelease(CORE, "v1.0.0");
  await world.opened("billing-api");
  expect(world.pullRequests("billing-api")).toHaveLength(1);
});

/** Moments at which the power goes, each told by what has been asked of GitHub or written down by then. */
const MOMENTS: readonly (readonly [string, (world: AcmeWorld) => boolean])[] = [
  ["the delivery was kept", (world) => world.rows("SELECT 1 FROM webhook_inbox WHERE action = 'published'").length > 0],
  ["the campaign was opened", (world) => world.rows("SELECT 1 FROM projection_campaigns").length > 0],
  ["dependents were found", (world) => world.rows("SELECT 1 FROM projection_migrations").length > 0],
  ["a job runs", (world) => world.rows("SELECT 1 FROM projection_migration_attempts").length > 0],
  ["a branch is there", (world) => asked(world, "POST", /\/git\/refs$/)],
  ["a pull request was asked for", (world) => asked(world, "POST", /\/pulls$/)],
];

function asked({ github }: AcmeWorld, method: string, path: RegExp): boolean {
  return github.requests.some((request) => request.method === method && path.test(request.path));
}

for (const [moment, isReached] of MOMENTS) {
  story(`killed when ${moment}, it goes on after a restart to one pull request each`, async () => {
    const world = await acmeWorld(BOTH);
    await world.github.publishRelease(CORE, "v1.0.0");
    await world.eventually(moment, () => isReached(world));
    await world.app.kill();
    await world.restart();
    await expectOneEach(world);
  });
}

/** After how many further requests to GitHub the power goes each time: few, so that a cut can fall between any two of them. */
const CUTS = [2, 5, 3, 8, 1, 4, 7, 2];

story("killed again and again on the way, it goes on to one pull request each", async () => {
  const world = await acmeWorld(BOTH);
  const done = () => BOTH.every((name) => world.pullRequests(name).some(({ checkRuns }) => checkRuns.length > 0));
  await world.github.publishRelease(CORE, "v1.0.0");
  for (const cut of CUTS) {
    const before = world.github.requests.length;
    await world.eventually("something to be asked for", () => done() || world.github.requests.length >= before + cut);
    if (done()) break;
    await world.app.kill();
    await world.restart();
  }
  await expectOneEach(world);
});

story("a delivery that comes while nobody listens is asked for again after the start", async () => {
  const world = await acmeWorld(BOTH);
  await world.app.kill();
  await world.github.publishRelease(CORE, "v1.0.0");
  await world.github.deliveriesSettled();
  await world.restart();
  await expectOneEach(world);
});

story("told to stop in the middle, it ends in order and goes on at the next start", async () => {
  const world = await acmeWorld(BOTH);
  await world.github.publishRelease(CORE, "v1.0.0");
  await world.eventually("a job to run", () => world.rows("SELECT 1 FROM projection_migration_attempts").length > 0);
  expect(await world.app.stop()).toBe(0);
  await world.restart();
  await expectOneEach(world);
});
