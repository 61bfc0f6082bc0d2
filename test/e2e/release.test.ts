import { expect } from "vitest";
import { parseBody } from "../../src/adapters/github/pull-request-body.js";
import { CORE, DEPENDENTS } from "./support/seed.js";
import { story } from "./support/story.js";
import { acmeWorld } from "./support/world.js";

story("a release becomes a pull request in every dependent that it touches", async () => {
  const { eventually, github, opened, pullRequests, rows } = await acmeWorld(DEPENDENTS);
  await github.publishRelease(CORE, "v1.0.0");

  const billing = await opened("billing-api");
  expect(billing).toMatchObject({
    title: "chore(deps): migrate @acme/parcel from 0.9.0 to 1.0.0",
    head: "onx-migrate/@acme/parcel-1.0.0",
    base: "main",
    author: "onx-migrate[bot]",
    draft: false,
    labels: ["onx-migrate"],
  });
  expect(billing.checkRuns).toMatchObject([{ name: "onx-migrate", conclusion: "success" }]);
  expect(billing.body).toMatch(/\*\*Type errors: [1-9]\d* after a bare upgrade → 0 with this PR\*\*/);
  expect(billing.body).toContain("`@acme/parcel.fmtWeight` → `@acme/parcel.formatWeight`");
  expect(parseBody(billing.body)).toMatchObject({ package: "@acme/parcel", from: "0.9.0", to: "1.0.0" });
  const line = await github.readFile("acme/billing-api", billing.head, "src/shipping-line.ts");
  expect(line).toContain("new ShippingClient({");
  expect(line).toContain("timeout: 4_000");
  expect(line).toContain("carrier.quote({ grams, country })");
  expect(await github.readFile("acme/billing-api", billing.head, "package.json")).toContain('"@acme/parcel": "^1.0.0"');

  const labels = await opened("label-printer");
  expect(labels).toMatchObject({ draft: true, labels: ["onx-migrate", "needs-review"] });
  expect(labels.body).toMatch(/- \[ \] \[`src\/label\.ts:\d+`\]\(\S+\/blob\/\S+#L\d+\) OP\d+: flatRate was removed/);
  expect(labels.checkRuns[0]).toMatchObject({ conclusion: "neutral" });
  expect(labels.checkRuns[0]?.annotations.length).toBeGreaterThan(0);

  const storefront = await opened("storefront");
  const diff = await github.pullRequestDiff("acme/storefront", storefront.number);
  expect(diff).toContain("packages/api/src/quotes.ts");
  expect(diff).toContain("packages/web/src/basket.ts");

  const customs = await opened("customs-forms");
  expect(customs).toMatchObject({ draft: true, labels: ["onx-migrate", "needs-review"] });
  expect(customs.checkRuns[0]).toMatchObject({ conclusion: "failure" });
  expect(customs.body).toContain("has no certificate");

  await eventually(
    "the fifth to be found to need nothing",
    () =>
      rows("SELECT 1 FROM projection_migrations WHERE repo_full_name = 'acme/status-page' AND status = 'skipped'")
        .length === 1,
  );
  expect(pullRequests("status-page")).toEqual([]);
});

story("commits are the App's own and stand on the base that was migrated", async () => {
  const { github, opened } = await acmeWorld(["billing-api"]);
  await github.publishRelease(CORE, "v1.0.0");
  const { headSha } = await opened("billing-api");
  expect(github.repository("acme/billing-api").verified.has(headSha)).toBe(true);
});

story("repositories that opted out, are archived, or are forks are left alone", async () => {
  const world = await acmeWorld(["billing-api", "storefront"]);
  const { github } = world;
  await github.pushCommit("acme/storefront", "main", { ".github/onx-migrate.yml": "dependents: { enabled: false }\n" });
  for (const kind of ["archived", "fork"] as const) {
    const files = { "package.json": '{"dependencies":{"@acme/parcel":"^0.9.0"}}' };
    await github.createRepository({ owner: "acme", name: kind, commits: [{ files }], [kind]: true });
  }
  await github.publishRelease(CORE, "v1.0.0");
  await world.opened("billing-api");
  expect(world.rows("SELECT repo_full_name FROM projection_migrations")).toEqual([
    { repo_full_name: "acme/billing-api" },
  ]);
});

story(
  "a configuration that cannot be read is answered with a check run and an issue, and never guessed at",
  async () => {
    const world = await acmeWorld(["billing-api", "storefront"]);
    const { github } = world;
    await github.pushCommit("acme/storefront", "main", { ".github/onx-migrate.yml": "policy:\n  auto: often\n" });
    await github.publishRelease(CORE, "v1.0.0");
    await world.opened("billing-api");
    const issue = await world.eventually("the issue", () => {
      const [found] = github.issues("acme/storefront");
      return found !== undefined && found.comments.length > 0 && found;
    });
    expect(issue.comments[0]?.body).toContain("line 2, column 9: policy.auto");
    expect(github.repository("acme/storefront").checkRuns).toMatchObject([
      { name: "onx-migrate configuration", conclusion: "failure" },
    ]);
    expect(world.pullRequests("storefront")).toEqual([]);
  },
);
