import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyManifest, type ApplyResult } from "../../src/app/apply.js";
import { rollBackPackage } from "../../src/app/rollback.js";
import { packageOf } from "../adapters/registry/tarballs.js";
import { serveRegistry } from "../adapters/registry/local-registry.js";
import { BARE_MANIFEST } from "../support/bare-manifest.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";

const LOCK = `${JSON.stringify({ name: "app", lockfileVersion: 3, packages: {} }, null, 2)}\n`;

interface Applied {
  readonly result: ApplyResult;
  readonly target: string;
  lockfile(): Promise<string>;
}

/** Applies the manifest to a dependent whose registry has these versions of the core. */
async function applyWith(versions: readonly string[]): Promise<Applied> {
  const tarballs = versions.map((version) => [
    version,
    packageOf({ "package.json": JSON.stringify({ name: "core", version }) }),
  ]);
  const { env } = await serveRegistry({ core: Object.fromEntries(tarballs) as Record<string, Uint8Array> });
  const files = {
    ".npmrc": `registry=${env["npm_config_registry"]}\n`,
    "package.json": '{"name":"app","dependencies":{"core":"^0.9.0"}}',
    "package-lock.json": LOCK,
  };
  const { dir: target } = await createGitRepository([{ files }], await temporaryFolder());
  const result = await applyManifest({
    manifest: BARE_MANIFEST,
    target,
    plan: { thresholds: BARE_MANIFEST.provenance.thresholds },
    runId: "0123456789abcdef",
    loadCore: async () => ({ notes: [] }),
    rollbackFolder: join(target, "artifacts/rollback"),
    lockfile: { isolation: "user" },
  });
  return { result, target, lockfile: () => readFile(join(target, "package-lock.json"), "utf8") };
}

test("the package manager brings the lockfile along, and rollback takes it back", async () => {
  const { result, target, lockfile } = await applyWith(["0.9.0", "1.0.0"]);
  expect(result.report.notes).toEqual([]);
  expect(result.report.files_changed).toEqual(["package-lock.json", "package.json"]);
  expect(JSON.parse(await lockfile())).toMatchObject({ packages: { "node_modules/core": { version: "1.0.0" } } });
  const { files } = await rollBackPackage({ target, toVersion: "0.9.0", force: false });
  expect(files.map(({ path, action }) => `${path} ${action}`)).toEqual([
    "package.json restored",
    "package-lock.json restored",
  ]);
  expect(await lockfile()).toBe(LOCK);
});

test("a lockfile that cannot be brought along is as it was, and noted", async () => {
  const { result, lockfile } = await applyWith(["0.9.0"]);
  expect(result).toMatchObject({ status: "migrated", needsPerson: true });
  expect(result.report.files_changed).toEqual(["package.json"]);
  expect(result.report.notes).toEqual([
    expect.stringMatching(/^package-lock\.json was not brought along: npm failed: /),
  ]);
  expect(await lockfile()).toBe(LOCK);
});
