import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { createWay, DEPENDENT, type Way } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

async function migrated(way: Way, versions: string): Promise<string> {
  const { dir } = await createGitRepository([{ files: DEPENDENT }], await temporaryFolder("dependent"));
  const named = ["--manifest", `registry://core_migrations/${versions}`, "--registry", way.registry];
  const where = ["--target", dir, "--core-path", way.core];
  const { exitCode, stderr } = await runProgram(migrateProgram(), "apply", ...named, ...where);
  if (exitCode !== 0) throw new Error(stderr);
  return dir;
}

function rollback(dir: string, { core }: Way, to: string, ...options: readonly string[]): Promise<Finished> {
  const named = ["--package", dir, "--to-version", to, "--core-path", core];
  return runProgram(migrateProgram(), "rollback", ...named, ...options);
}

async function contents(dir: string): Promise<Record<string, string>> {
  const names = ["package.json", ...(await readdir(join(dir, "src"))).map((name) => `src/${name}`)];
  const read = names.map(async (path) => [path, await readFile(join(dir, path), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

test("a migration of two steps goes back to the version in between, and from there to where it began", async () => {
  const way = await createWay();
  const [whole, first] = [await migrated(way, "0.9.0_2.0.0"), await migrated(way, "0.9.0_1.0.0")];
  const halfWay = await rollback(whole, way, "1.0.0", "--json");
  expect(halfWay).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(halfWay.stdout)).toMatchObject({ from: "0.9.0", to: "2.0.0", reached: "1.0.0", conflicts: 0 });
  expect(await contents(whole)).toEqual(await contents(first));

  expect(await rollback(whole, way, "0.9.0")).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(whole)).toEqual(DEPENDENT);
  expect((await rollback(whole, way, "1.0.0")).stderr).toMatch(/no applied migration from 1\.0\.0 has a checkpoint/);

  // What was edited since goes along, and what only 2.0.0 has is pointed out.
  const edited = await migrated(way, "0.9.0_2.0.0");
  const written =
    'import { isBlank, readText, RuleChecker } from "@acme/core";\n\nexport const made = [isBlank, readText, RuleChecker];\n';
  await writeFile(join(edited, "src/new.ts"), written);
  const back = await rollback(edited, way, "1.0.0");
  expect(back.exitCode).toBe(1);
  expect(back.stdout).toMatch(/needs a person:\n {2}src\/new\.ts:1 {2}with 1\.0\.0: .*isBlank/);
  expect(await contents(edited)).toEqual({
    ...(await contents(first)),
    "src/new.ts": written.replaceAll("readText", "readFileText").replaceAll("RuleChecker", "ValidatorBase"),
  });
});

test("with something in the way of a version in between nothing is done, and nothing else is listed", async () => {
  const way = await createWay();
  const dir = await migrated(way, "0.9.0_2.0.0");
  await rm(join(dir, "src/app.ts"));
  const before = await contents(dir);
  const { exitCode, stdout } = await rollback(dir, way, "1.0.0", "--json");
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    reached: "2.0.0",
    conflicts: 1,
    files: [{ path: "src/app.ts", action: "conflict", reason: "it was deleted since" }],
  });
  expect(await contents(dir)).toEqual(before);
});

test("migrations one after the other are rolled back in turn", async () => {
  const way = await createWay();
  const dir = await migrated(way, "0.9.0_1.0.0");
  const named = ["--manifest", "registry://core_migrations/1.0.0_2.0.0", "--registry", way.registry, "--allow-dirty"];
  await runProgram(migrateProgram(), "apply", ...named, "--target", dir, "--core-path", way.core);
  expect(await rollback(dir, way, "0.9.0")).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /^onx-migrate: @acme\/core was migrated on to 2\.0\.0 since \(.*\): run onx-migrate rollback --to-version 1\.0\.0 first\n$/,
    ),
  });
  expect((await rollback(dir, way, "1.0.0")).exitCode).toBe(0);
  expect((await rollback(dir, way, "0.9.0")).exitCode).toBe(0);
  expect(await contents(dir)).toEqual(DEPENDENT);
});
