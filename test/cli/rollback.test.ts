import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { createScene, DEPENDENT, MIGRATED, type Scene } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

async function migrated(): Promise<Scene> {
  const scene = await createScene();
  const named = ["--manifest", scene.manifest, "--target", scene.dependent.dir, "--core-path", scene.core.dir];
  await runProgram(migrateProgram(), "apply", ...named);
  return scene;
}

function rollback({ dependent }: Scene, to: string, ...options: readonly string[]): Promise<Finished> {
  return runProgram(migrateProgram(), "rollback", "--package", dependent.dir, "--to-version", to, ...options);
}

test("a checkpoint is named by its folder, in the dependent too, and must lead to the version asked for", async () => {
  const scene = await migrated();
  const checkpoint = ["--checkpoint", "artifacts/rollback/checkpoint_pre_1.0.0"];
  const other = await rollback(scene, "0.8.0", ...checkpoint);
  expect(other).toMatchObject({ exitCode: 2, stdout: "" });
  expect(other.stderr).toMatch(/^onx-migrate: the checkpoint goes back to 0\.9\.0, not to 0\.8\.0 [^\n]+\n$/);
  const { exitCode, stdout } = await rollback(scene, "v0.9.0", ...checkpoint, "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    package: "@acme/core",
    conflicts: 0,
    files: [{ action: "restored" }, { action: "restored" }],
  });
  expect(await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8")).toBe(DEPENDENT["src/app.ts"]);
  const again = await rollback(scene, "0.9.0");
  expect(again.stderr).toMatch(/^onx-migrate: no applied migration from 0\.9\.0 has a checkpoint here /);
});

test("a checkpoint of an earlier version leaves what was edited alone, unless forced", async () => {
  const scene = await migrated();
  const record = join(scene.dependent.dir, "artifacts/rollback/checkpoint_pre_1.0.0/checkpoint.json");
  const { applied: _applied, ...earlier } = JSON.parse(await readFile(record, "utf8")) as Record<string, unknown>;
  await writeFile(record, JSON.stringify(earlier));
  const file = join(scene.dependent.dir, "src/app.ts");
  const edited = MIGRATED["src/app.ts"].replace("new ValidatorBase", "new ValidatorBase<string>");
  await writeFile(file, edited);
  const left = await rollback(scene, "0.9.0");
  expect(left).toMatchObject({ exitCode: 1, stderr: "" });
  expect(left.stdout).toContain("conflict   src/app.ts: it was edited since in the same lines");
  expect(left.stdout).toContain("1 restored, 1 left alone: mend them by hand, or use --force");
  expect(await readFile(file, "utf8")).toBe(edited);
  expect((await rollback(scene, "0.9.0", "--force")).exitCode).toBe(0);
  expect(await readFile(file, "utf8")).toBe(DEPENDENT["src/app.ts"]);
});

test("no such dependent, and no checkpoint at the place that is named", async () => {
  const scene = await migrated();
  const nowhere = await runProgram(migrateProgram(), "rollback", "--package", "/none", "--to-version", "0.9.0");
  expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/there is no such folder \(\/none\)/) });
  const missing = await rollback(scene, "0.9.0", "--checkpoint", "elsewhere");
  expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/there is no checkpoint here/) });
});
