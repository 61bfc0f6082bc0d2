import { expect } from "vitest";
import { parseBody } from "../../src/adapters/github/pull-request-body.js";
import { CORE } from "./support/seed.js";
import { story } from "./support/story.js";
import { acmeWorld } from "./support/world.js";

story("a dependent that is two releases behind gets one pull request that leads to the second", async () => {
  const { eventually, github, opened, pullRequests } = await acmeWorld(["billing-api"]);
  await github.publishRelease(CORE, "v1.0.0");
  await opened("billing-api");

  const text = async (path: string): Promise<string> => (await github.readFile(CORE, "main", path)) ?? "";
  await github.pushCommit(CORE, "main", {
    "src/format.ts": (await text("src/format.ts")).replaceAll("formatWeight", "weightText"),
    "src/index.ts": (await text("src/index.ts")).replaceAll("formatWeight", "weightText"),
    "package.json": (await text("package.json")).replace("1.0.0", "2.0.0"),
  });
  await github.publishRelease(CORE, "v2.0.0");

  const found = await eventually("the second pull request", () => {
    const pull = pullRequests("billing-api").find(({ head }) => head.endsWith("-2.0.0"));
    return pull !== undefined && pull.checkRuns.length > 0 && pull;
  });
  expect(found).toMatchObject({ title: "chore(deps): migrate @acme/parcel from 0.9.0 to 2.0.0", base: "main" });
  expect(found.body).toContain("`@acme/parcel.fmtWeight` → `@acme/parcel.weightText`");
  expect(parseBody(found.body)).toMatchObject({
    from: "0.9.0",
    to: "2.0.0",
    manifest: "registry://core_migrations/@acme/parcel/0.9.0_2.0.0",
  });
  expect(await github.readFile("acme/billing-api", found.head, "package.json")).toContain('"@acme/parcel": "^2.0.0"');
  expect(await github.readFile("acme/billing-api", found.head, "src/shipping-line.ts")).toContain(
    "new ShippingClient({",
  );
});
