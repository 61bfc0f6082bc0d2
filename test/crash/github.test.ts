import { join } from "node:path";
import { expect } from "vitest";
import { examine } from "../../src/app/doctor.js";
import { DEPENDENTS, CORE, type DependentName } from "../e2e/support/seed.js";
import { story } from "../e2e/support/story.js";
import { type AcmeWorld, acmeWorld } from "../e2e/support/world.js";
import { git } from "../support/github/git-run.js";
import type { RequestMatcher } from "../support/github/faults.js";

/** `npm run test:crash` asks for more. */
const THOROUGH = process.env["CRASH_KILLS"] !== undefined;

/** What the effects branch.push, pull-request.open and check-run.publish ask of GitHub: the first three are seen by people. */
const REQUESTS = [
  /\/git\/refs$/,
  /\/pulls$/,
  /\/check-runs$/,
  ...(THOROUGH ? [/\/git\/trees$/, /\/git\/commits$/, /\/labels$/] : []),
].map((path): RequestMatcher => ({ method: "POST", path }));
/** Before it happens, and when it has happened and the App does not know. */
const MOMENTS = THOROUGH ? (["before", "after"] as const) : (["after"] as const);
const KILLS = REQUESTS.length * MOMENTS.length;
const NAMES: readonly DependentName[] = THOROUGH
  ? DEPENDENTS.filter((name) => name !== "status-page")
  : ["billing-api"];

story(`the App is killed ${KILLS} times around what it does on GitHub, and everything is there once`, async () => {
  const world = await acmeWorld(NAMES);
  let killed = 0;
  let starting: Promise<void> = Promise.resolve();
  const befall = async (): Promise<void> => {
    await starting;
    await world.app.kill();
    killed += 1;
  };
  for (const request of REQUESTS) {
    for (const moment of MOMENTS) world.github.faults.onRequest(request, { kind: "cut", moment, befall });
  }
  await world.github.publishRelease(CORE, "v1.0.0");
  for (let seen = 0; !isDone(world);) {
    await world.eventually("a kill, or the end", () => killed > seen || isDone(world));
    if (killed === seen) continue;
    seen = killed;
    await world.app.kill();
    await (starting = world.restart());
  }
  expect(killed).toBe(KILLS);
  for (const name of NAMES) await expectOnce(world, name);
  expect(await world.app.stop()).toBe(0);
  const findings = await examine({ database: join(world.dataDir, "store.db") });
  expect(findings.filter(({ problems }) => problems.length > 0)).toEqual([]);
});

function isDone(world: AcmeWorld): boolean {
  const under = "SELECT 1 FROM effect_outbox WHERE status IN ('pending', 'leased')";
  const published = "SELECT 1 FROM effect_outbox WHERE kind = 'check-run.publish' AND status = 'done'";
  return world.rows(published).length === NAMES.length && world.rows(under).length === 0;
}

/** One branch with one commit of the App's, one pull request from it, and one check run on it. */
async function expectOnce({ github, pullRequests }: AcmeWorld, name: DependentName): Promise<void> {
  const { dir, checkRuns } = github.repository(`acme/${name}`);
  const branches = (await git(dir, ["branch", "--list", "onx-migrate/*", "--format=%(refname:short)"]))
    .trim()
    .split("\n");
  const [pull, ...others] = pullRequests(name);
  expect(others).toEqual([]);
  expect(branches).toEqual([pull?.head]);
  expect((await git(dir, ["rev-list", "--count", `main..${pull?.head}`])).trim()).toBe("1");
  expect(checkRuns.map(({ headSha }) => headSha)).toEqual([pull?.headSha]);
  expect(pull?.labels).toContain("onx-migrate");
}
