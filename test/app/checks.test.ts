import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bestLevel } from "../../src/adapters/sandbox/check.js";
import { runChecks } from "../../src/app/checks.js";
import type { ApplyReport } from "../../src/domain/edit.js";
import type { CheckResult } from "../../src/domain/job.js";
import { configSchema } from "../../src/domain/policy.js";
import { serveRegistry } from "../adapters/registry/local-registry.js";
import { packageOf } from "../adapters/registry/tarballs.js";
import { temporaryFolder } from "../support/temp.js";

const REPORT: ApplyReport = {
  package: "core",
  from: "1.0.0",
  to: "2.0.0",
  operations: [],
  files_scanned: 0,
  files_changed: [],
  notes: [],
};
const USES = { name: "uses", run: "node -e 'console.log(require(\"core\"))'" };

const sandbox = await bestLevel();
const offered = sandbox !== "none";
if (!offered) console.warn("skipped: neither bubblewrap (bwrap) nor unshare(1) works on this machine");

/** A repository that depends on a package whose installation would leave a file behind. */
async function repository(registry: string): Promise<string> {
  const folder = await temporaryFolder();
  const dependencies = { core: "2.0.0" };
  const core = { version: "2.0.0", resolved: `${registry}core/-/2.0.0.tgz`, hasInstallScript: true };
  const packages = { "": { name: "app", dependencies }, "node_modules/core": core };
  writeFileSync(join(folder, ".npmrc"), `registry=${registry}\nfetch-retries=0\n`);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", dependencies }));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ name: "app", lockfileVersion: 3, packages }));
  return folder;
}

async function serveCore(): Promise<string> {
  const scripts = { install: "touch ../../ran" };
  const packageJson = JSON.stringify({ name: "core", version: "2.0.0", main: "index.js", scripts });
  const core = packageOf({ "package.json": packageJson, "index.js": 'module.exports = "core is there";\n' });
  const { env } = await serveRegistry({ core: { "2.0.0": core } });
  return env["npm_config_registry"] ?? "";
}

function run(folder: string, ...checks: readonly object[]): Promise<CheckResult[]> {
  return runChecks(configSchema.parse({ checks }), folder, REPORT);
}

test.skipIf(!offered)("checks find the dependencies installed, by no script of theirs", async () => {
  const folder = await repository(await serveCore());
  const command = { name: "offline", run: "node -e 'fetch(\"http://127.0.0.1\")'" };

  expect(await run(folder, USES, command)).toMatchObject([
    { name: "uses", status: "passed", output: "core is there\n", sandbox },
    { name: "offline", status: "failed" },
  ]);
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

test.skipIf(!offered)("why they could not be installed is told where a check fails for it", async () => {
  const folder = await repository("http://127.0.0.1:1/");
  expect(await run(folder, { name: "other", run: "true" })).toMatchObject([{ name: "other", status: "passed" }]);
  expect(await run(folder, USES)).toMatchObject([
    { name: "install dependencies", status: "failed", sandbox, output: expect.stringContaining("ECONNREFUSED") },
    { name: "uses", status: "failed" },
  ]);
});

test("the type check that comes with the tool needs nothing installed", async () => {
  const folder = await repository("http://127.0.0.1:1/");
  expect(await run(folder, { name: "types", run: "builtin" })).toMatchObject([{ name: "types", status: "refused" }]);
  expect(existsSync(join(folder, "node_modules"))).toBe(false);
});
