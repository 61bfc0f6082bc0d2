import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { manifestProgram, migrateProgram } from "../../src/cli/programs.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { createWay, DEPENDENT } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

const MIGRATED = {
  "package.json": DEPENDENT["package.json"].replace("^0.9.0", "^2.0.0"),
  "src/app.ts": DEPENDENT["src/app.ts"]
    .replaceAll("BaseValidator", "RuleChecker")
    .replace("validator.validate", "validator.check"),
};

async function createDependent(): Promise<string> {
  return (await createGitRepository([{ files: DEPENDENT }], await temporaryFolder("dependent"))).dir;
}

function manifest(...args: readonly string[]): Promise<Finished> {
  return runProgram(manifestProgram(), ...args);
}

async function done(finished: Promise<Finished>): Promise<string> {
  const { exitCode, stdout, stderr } = await finished;
  if (exitCode !== 0) throw new Error(stderr);
  return stdout;
}

function apply(target: string, way: string, { core, registry }: { core: string; registry: string }): Promise<Finished> {
  const named = ["--manifest", `registry://core_migrations/${way}`, "--registry", registry, "--allow-dirty"];
  return runProgram(migrateProgram(), "apply", ...named, "--target", target, "--core-path", core, "--json");
}

async function contents(folder: string): Promise<Record<string, string>> {
  const read = Object.keys(DEPENDENT).map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

test("a dependent two versions behind is migrated at once, as it would be in two steps", async () => {
  const way = await createWay();
  const atOnce = await createDependent();
  const applied = JSON.parse(await done(apply(atOnce, "0.9.0_2.0.0", way))) as object;
  expect(applied).toMatchObject({
    from: "0.9.0",
    to: "2.0.0",
    type_errors: { as_is: 0, migrated: 0 },
    operations: [{ status: "applied" }, { status: "applied" }],
  });
  expect(await contents(atOnce)).toEqual(MIGRATED);

  const inTurn = await createDependent();
  for (const step of ["0.9.0_1.0.0", "1.0.0_2.0.0"]) await done(apply(inTurn, step, way));
  expect(await contents(inTurn)).toEqual(MIGRATED);
});

test("a composed manifest is explained and noted as any other, and a way that is not there is told", async () => {
  const { registry } = await createWay();
  const of = (uri: string) => ["--manifest", `registry://core_migrations/${uri}`, "--registry", registry];
  expect(await done(manifest("explain", ...of("@acme/core/0.9.0_2.0.0"), "OP001"))).toContain("RuleChecker");
  expect(await done(manifest("notes", ...of("0.9.0_2.0.0")))).toContain("2.0.0");

  expect(await manifest("notes", ...of("0.8.0_2.0.0"))).toEqual({
    exitCode: 2,
    stdout: "",
    stderr:
      "onx-manifest: no published manifests lead @acme/core from 0.8.0 to 2.0.0 (registry://core_migrations/@acme/core/0.8.0_2.0.0): there are 0.9.0_1.0.0, 1.0.0_2.0.0\n",
  });
});
