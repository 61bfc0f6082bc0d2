import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { applyManifest } from "../../src/app/apply.js";
import { loadCoreSources } from "../../src/app/core-sources.js";
import { rollBackPackage } from "../../src/app/rollback.js";
import { BARE_MANIFEST } from "../support/bare-manifest.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";

const CORE = {
  "package.json": '{"name":"core","version":"1.0.0","main":"index.js"}',
  "index.js": "export const one = 1;\n",
  ".onx/schemas/settings/1__2.yaml": 'files: ["**/core.json"]\nsteps: [{ rename: { path: colour, to: color } }]\n',
};
const DEPENDENT = {
  "package.json": '{"name":"app","dependencies":{"core":"^0.9.0"}}',
  "settings/core.json": '{ "schema_version": 1, "colour": "red" }\n',
  "broken/core.json": "{",
  "other.json": '{ "schema_version": 1, "colour": "red" }\n',
};

test("documents whose schema migrations the core ships are migrated with the rest, and rolled back with it", async () => {
  const { dir: core } = await createGitRepository([{ files: CORE }], await temporaryFolder());
  const { dir: target } = await createGitRepository([{ files: DEPENDENT }], await temporaryFolder());
  const read = (path: string): Promise<string> => readFile(join(target, path), "utf8");
  const apply = () =>
    applyManifest({
      manifest: BARE_MANIFEST,
      target,
      plan: { thresholds: BARE_MANIFEST.provenance.thresholds },
      runId: "0123456789abcdef",
      loadCore: async () => ({ to: await loadCoreSources({ kind: "git", path: core }, "HEAD", "1.0.0"), notes: [] }),
      rollbackFolder: join(target, "artifacts/rollback"),
    });
  const result = await apply();
  expect(result.documents).toEqual(["settings/core.json"]);
  expect(result.report.files_changed).toEqual(["package.json", "settings/core.json"]);
  expect(result.report.notes).toEqual([
    "settings could not be migrated to 2: the file is not JSON (broken/core.json): restore it from its backup",
  ]);
  expect(JSON.parse(await read("settings/core.json"))).toEqual({ schema_version: 2, color: "red" });
  for (const path of ["broken/core.json", "other.json"] as const) expect(await read(path)).toBe(DEPENDENT[path]);
  expect((await apply()).status).toBe("nothing-to-do");
  await rollBackPackage({ target, toVersion: "0.9.0", force: false });
  expect(await read("settings/core.json")).toBe(DEPENDENT["settings/core.json"]);
});
