import { mkdir, readFile, readdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import type { Verification } from "../../src/app/verify-corpus.js";
import { manifestProgram } from "../../src/cli/programs.js";
import { createGitRepository, type FileChanges } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { createScene, DEPENDENT, MIGRATED } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

const CHECKS = [
  "checks:",
  '  - { name: migrated, run: "grep -q readFileText src/app.ts && touch left-behind" }',
  "  - { name: types, run: builtin }",
  "",
].join("\n");

const FAILING = {
  ...DEPENDENT,
  ".github/onx-migrate.yml": 'checks: [{ name: test, run: "echo it is red; exit 3" }]\n',
};
const GUESSING = {
  "package.json": '{ "name": "guessing", "dependencies": { "@acme/core": "^0.9.0" } }',
  "index.ts":
    'import { BaseValidator } from "@acme/core";\nexport const check = (it: any) => it.validate(BaseValidator);\n',
};
const STRANGER = { "package.json": '{ "name": "stranger" }', "index.ts": "export const readText = 1;\n" };
const BROKEN = { ...GUESSING, ".github/onx-migrate.yml": "checks: 7\n" };

async function write(folder: string, files: FileChanges): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    if (text !== null) await writeFile(join(folder, path), text);
  }
}

function verify(manifest: string, core: string, corpus: string, ...flags: string[]): Promise<Finished> {
  const where = ["--manifest", manifest, "--core-path", core, "--corpus", corpus];
  return runProgram(manifestProgram(), "verify", ...where, ...flags);
}

test("a corpus of dependents: each is migrated, checked on a copy, and left as it was", async () => {
  const { core, manifest } = await createScene();
  const corpus = await temporaryFolder("corpus");
  const app = await createGitRepository(
    [{ files: { ...DEPENDENT, ".github/onx-migrate.yml": CHECKS } }],
    join(corpus, "a-app"),
  );
  await write(join(corpus, "b-failing"), FAILING);
  await write(join(corpus, "c-guessing"), GUESSING);
  await write(join(corpus, "d-broken"), BROKEN);
  await write(join(corpus, "e-stranger"), STRANGER);
  await mkdir(join(corpus, "docs"));
  const patches = join(await temporaryFolder(), "patches");
  const flags = ["--patches", patches, "--run-checks", "--unsandboxed"];

  const { exitCode, stdout, stderr } = await verify(manifest, core.dir, corpus, ...flags, "--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
  const found = JSON.parse(stdout) as Verification;
  expect(found).toMatchObject({
    package: "@acme/core",
    from: "0.9.0",
    to: "1.0.0",
    type_errors: { as_is: 0, migrated: 0 },
    success_rate: 1 / 4,
    dependents: [
      {
        name: "a-app",
        outcome: "passed",
        files_changed: ["package.json", "src/app.ts"],
        edits: 3,
        residue: { uses: [] },
        checks: [
          { name: "migrated", status: "passed" },
          { name: "types", status: "passed" },
        ],
      },
      { name: "b-failing", outcome: "failed", checks: [{ exit_code: 3, output: "it is red\n" }] },
      {
        name: "c-guessing",
        outcome: "needs-person",
        to_look_at: [{ line: 2 }],
        residue: { uses: [{ line: 2 }] },
        checks: [],
      },
      { name: "d-broken", outcome: "error", notes: [expect.stringMatching(/onx-migrate\.yml:1:9\): mend the file/)] },
      { name: "e-stranger", outcome: "not-concerned", files_changed: [], checks: [] },
    ],
  });

  expect(await app.git("status", "--porcelain", "--ignored")).toBe("");
  expect((await readdir(join(corpus, "b-failing"))).sort()).toEqual([".github", "package.json", "src"]);
  expect(await readFile(join(corpus, "b-failing/src/app.ts"), "utf8")).toBe(DEPENDENT["src/app.ts"]);
  expect((await readdir(patches)).sort()).toEqual(["a-app.patch", "b-failing.patch", "c-guessing.patch"]);
  const shown = await verify(manifest, core.dir, join(corpus, "b-failing"), ...flags);
  expect(shown.stdout).toContain("\nto look at:\n  b-failing: test failed: it is red\n");
  expect(shown.stdout).toMatch(/\n0 of 1 came through without a person \(0 %\)\n$/);

  await execa("git", ["apply", join(patches, "a-app.patch")], { cwd: app.dir });
  expect(await readFile(join(app.dir, "src/app.ts"), "utf8")).toBe(MIGRATED["src/app.ts"]);
});

test("without --run-checks nothing of a dependent's is run; migrated dependents are not concerned", async () => {
  const { core, manifest } = await createScene();
  const corpus = await temporaryFolder("corpus");
  await write(join(corpus, "failing"), FAILING);
  await write(join(corpus, "migrated"), MIGRATED);
  const { exitCode, stdout } = await verify(manifest, core.dir, corpus, "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    success_rate: 1,
    dependents: [
      { name: "failing", outcome: "passed", checks: [] },
      { name: "migrated", outcome: "not-concerned" },
    ],
  });
});

test("links to dependents count, others are passed over; a silent check is told by its exit code", async () => {
  const { core, manifest } = await createScene();
  const elsewhere = join(await temporaryFolder(), "app");
  const checks = 'checks: [{ name: silent, run: "exit 3" }, { name: endless, run: "yes on", timeout: 1s }]\n';
  await write(elsewhere, { ...DEPENDENT, ".github/onx-migrate.yml": checks });
  const corpus = await temporaryFolder("corpus");
  for (const [name, to] of [
    ["app", elsewhere],
    ["file", join(elsewhere, "package.json")],
    ["gone", "nowhere"],
  ] as const)
    await symlink(to, join(corpus, name));
  const { stdout } = await verify(manifest, core.dir, corpus, "--run-checks", "--unsandboxed");
  expect(stdout).toMatch(
    /\nto look at:\n {2}app: silent failed: exit code 3\n {2}app: endless timed_out: ended after \d+ s\n/,
  );
  expect(stdout).toMatch(/\n0 of 1 came through/);
});

test("a corpus that is not there or holds no dependent, and a core that cannot be had", async () => {
  const { core, manifest } = await createScene();
  const empty = await temporaryFolder("corpus");
  expect(await verify(manifest, core.dir, empty)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/no dependent here.*package\.json\n$/),
  });
  expect(await verify(manifest, core.dir, join(empty, "gone"))).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/no such folder.*check the path\n$/),
  });
  await write(empty, STRANGER);
  expect(await verify(manifest, join(empty, "gone"), empty)).toMatchObject({ exitCode: 2, stdout: "" });
});
