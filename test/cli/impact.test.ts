import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Impact } from "../../src/app/impact.js";
import { manifestProgram } from "../../src/cli/programs.js";
import { createGitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { createCore, DEPENDENT } from "./core-fixture.js";
import { runProgram } from "./run-program.js";

async function writeDependent(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** Its receiver is of no known type. */
const GUESSING = {
  "package.json": '{ "name": "guessing", "dependencies": { "@acme/core": "^0.9.0" } }',
  "index.ts":
    'import { BaseValidator } from "@acme/core";\nexport const check = (it: any) => it.validate(BaseValidator);\n',
};
const STRANGER = { "package.json": '{ "name": "stranger" }', "index.ts": "export const readText = 1;\n" };

test("several dependents: what each is asked for, and nothing is written", async () => {
  const core = await createCore();
  const app = await createGitRepository([{ files: DEPENDENT }], await temporaryFolder("app"));
  const services = await temporaryFolder("services");
  await writeDependent(join(services, "b-guessing"), GUESSING);
  await writeDependent(join(services, "a-stranger"), STRANGER);
  await mkdir(join(services, "docs"));
  const command = ["impact", "--core-path", core.dir, "--from", "v0.9.0", "--to", "main"];
  const { exitCode, stdout, stderr } = await runProgram(
    manifestProgram(),
    ...command,
    "--dependents",
    app.dir,
    services,
    join(services, "b-guessing"),
    "--json",
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  const impact = JSON.parse(stdout) as Impact;
  expect(impact).toMatchObject({
    package: "@acme/core",
    sites: { edited: 4, flagged: 1 },
    automatic: 4 / 5,
    needs_person: true,
    dependents: [
      { name: basename(app.dir), edited: 3, flagged: 0, files_changed: 1, type_errors: { as_is: 0, migrated: 0 } },
      { name: "a-stranger", edited: 0, flagged: 0, operations: [] },
      { name: "b-guessing", edited: 1, flagged: 1, to_look_at: [{ path: "index.ts", line: 2 }], needs_person: true },
    ],
  });
  const touched = Object.fromEntries(impact.operations.map((each) => [each.new, each.dependents]));
  expect(touched).toEqual({
    "@acme/core.ValidatorBase": 2,
    "@acme/core.readFileText": 1,
    "@acme/core.ValidatorBase.check": 2,
  });
  expect(await app.git("status", "--porcelain", "--ignored")).toBe("");

  const shown = await runProgram(manifestProgram(), ...command, "--dependents", app.dir, services);
  expect(shown.stdout).toMatch(/needs a person:\n {2}b-guessing\/index\.ts:2 {2}OP\d+ {2}/);
  expect(shown.stdout).toMatch(
    /\n2 of 3 dependents touched at 5 sites, 80 % of them automatic \(4 edited, 1 for a person\)\n$/,
  );
});

test("a version that was not raised, and a range that reaches it already", async () => {
  const core = await createGitRepository(
    ["load", "read"].map((name) => ({
      files: {
        "package.json": '{"name":"core","version":"1.0.0","main":"index.ts"}',
        "index.ts": `/** Reads what lies at a path. */\nexport function ${name}(path: string): string[] { return path.split("/"); }\n`,
      },
      tag: name,
    })),
    await temporaryFolder(),
  );
  const dependent = await writeDependent(await temporaryFolder(), {
    "package.json": '{ "dependencies": { "core": "^1.0.0" } }',
    "index.ts": 'import { load } from "core";\nload("a");\n',
  });
  const refs = ["--from", "load", "--to", "HEAD"];
  const { exitCode, stdout } = await runProgram(
    manifestProgram(),
    "impact",
    "--core-path",
    core.dir,
    ...refs,
    "--dependents",
    dependent,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain("1 of 1 dependent touched at 1 site, 100 % of them automatic");
});

test("what breaks and no operation explains", async () => {
  const versions = ["string", "number"].map((type, i) => ({
    files: {
      "package.json": `{"name":"core","version":"${i + 1}.0.0","main":"index.ts"}`,
      "index.ts": `/** As much as there may be. */\nexport declare const limit: ${type};\n`,
    },
    tag: `v${i + 1}.0.0`,
  }));
  const core = await createGitRepository(versions, await temporaryFolder());
  const dependent = await writeDependent(await temporaryFolder("limited"), {
    "package.json": '{ "dependencies": { "core": "^1.0.0" } }',
    "index.ts": 'import { limit } from "core";\nexport const text: string = limit;\n',
  });
  const refs = ["--from", "1.0.0", "--to", "2.0.0"];
  const { exitCode, stdout } = await runProgram(
    manifestProgram(),
    "impact",
    "--core-path",
    core.dir,
    ...refs,
    "--dependents",
    dependent,
  );
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/needs a person:\n(.*\n)* {2}limited-\w+: 1 type error after the migration, 0 now\n/);
});

test("what no dependent uses is said", async () => {
  const core = await createCore();
  const stranger = await writeDependent(await temporaryFolder(), STRANGER);
  const refs = ["--from", "0.9.0", "--to", "1.0.0"];
  const { exitCode, stdout } = await runProgram(
    manifestProgram(),
    "impact",
    "--core-path",
    core.dir,
    ...refs,
    "--dependents",
    stranger,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/used by none of the dependents:\n {2}OP001 {2}BaseValidator → ValidatorBase\n/);
  expect(stdout).toContain("\n0 of 1 dependent touched\n");
});

test("folders without a dependent, or that are not there", async () => {
  const core = await createCore();
  const empty = await temporaryFolder();
  const refs = ["impact", "--core-path", core.dir, "--from", "0.9.0", "--to", "1.0.0", "--dependents"];
  const none = await runProgram(manifestProgram(), ...refs, empty);
  expect(none).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(/no dependent here.*package\.json\n$/),
  });
  const missing = await runProgram(manifestProgram(), ...refs, join(empty, "gone"));
  expect(missing).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringMatching(/no such folder/) });
});
