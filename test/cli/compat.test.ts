import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { Compat } from "../../src/app/compat.js";
import { manifestProgram } from "../../src/cli/programs.js";
import { serveRegistry } from "../adapters/registry/local-registry.js";
import { packageOf } from "../adapters/registry/tarballs.js";
import { createGitRepository } from "../support/git.js";
import { createTemporaryFolder, temporaryFolder } from "../support/temp.js";
import { DEPENDENT } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

const LOAD = `/** Reads what lies at a path. */
export function load(path: string): string[] {
  return path.split("/");
}
`;
const READ = LOAD.replace("load", "read");
const CHECK = `/** Whether a path can be read. */
export function check(path: string): boolean {
  return path !== "" && !path.includes("//");
}
`;
const WATCH = `/** Calls back whenever the file changes. */
export function watch(path: string, callback: () => void): void {
  if (path !== "") callback();
}
`;

/** 1.1.0 adds a name, 2.0.0 renames a function and 3.0.0 removes another. Nothing leads to 4.0.0 but from 3.5.0. */
const VERSIONS: Readonly<Record<string, string>> = {
  "1.0.0": LOAD + CHECK,
  "1.1.0": LOAD + CHECK + WATCH,
  "2.0.0": READ + CHECK + WATCH,
  "3.0.0": READ + WATCH,
  "3.5.0": READ + WATCH,
  "4.0.0": READ,
};
const STEPS = ["1.0.0 1.1.0", "1.1.0 2.0.0", "2.0.0 3.0.0", "3.5.0 4.0.0"].map((step) => step.split(" "));

const shared = await createTemporaryFolder("compat");
const core = join(shared.path, "core");
const registry = join(shared.path, "registry");
afterAll(shared.remove);

beforeAll(async () => {
  const versions = Object.entries(VERSIONS).map(([version, text]) => ({
    files: { "package.json": `{"name":"core","version":"${version}","main":"index.ts"}`, "index.ts": text },
    tag: `v${version}`,
  }));
  await createGitRepository(versions, core);
  for (const [from = "", to = ""] of STEPS) {
    const out = join(shared.path, `${from}_${to}`);
    await run("generate", "--core-path", core, "--from", from, "--to", to, "--no-verify", "--out", out);
    await run("publish", "--manifest", out, "--registry", registry);
  }
});

function run(...args: readonly string[]): Promise<Finished> {
  return runProgram(manifestProgram(), ...args);
}

async function dependent(source: string, range = "^1.0.0"): Promise<string> {
  const folder = await temporaryFolder("dependent");
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "app", dependencies: { core: range } }));
  await writeFile(join(folder, "index.ts"), source);
  return folder;
}

function compat(folder: string, range: string, ...more: readonly string[]): Promise<Finished> {
  const flags = ["--registry", registry, "--core-path", core, ...more];
  return run("compat", "--package", folder, "--core-versions", range, ...flags);
}

async function verdicts(folder: string, range: string, ...more: readonly string[]): Promise<Record<string, string>> {
  const { stdout } = await compat(folder, range, ...more, "--json");
  return Object.fromEntries((JSON.parse(stdout) as Compat).versions.map(({ version, verdict }) => [version, verdict]));
}

const LOADS = 'import { load } from "core";\nexport const parts = load("a/b");\n';
const CHECKS = 'import { check, load } from "core";\nexport const parts = check("a") ? load("a") : [];\n';

describe("what a dependent would meet on its way", () => {
  test("in each version, with the sites, and nothing is written", async () => {
    const folder = await dependent(CHECKS);
    const { exitCode, stdout, stderr } = await compat(folder, ">=1.0.0,<5", "--json");

    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: "" });
    const load = { kind: "rename.callable", old: "core.load", new: "core.read", breaking: true };
    expect(JSON.parse(stdout)).toMatchObject({
      package: "core",
      from: "1.0.0",
      needs_person: true,
      versions: [
        { version: "1.0.0", verdict: "compatible", way: ["1.0.0"] },
        { version: "1.1.0", verdict: "compatible", way: ["1.0.0", "1.1.0"], sites: [], type_errors: { bare: 0 } },
        {
          version: "2.0.0",
          verdict: "automatic",
          way: ["1.0.0", "1.1.0", "2.0.0"],
          operations: [load],
          sites: [{ path: "index.ts", line: 1, action: "edited" }],
          type_errors: { as_is: 0, bare: 1, migrated: 0 },
        },
        { version: "3.0.0", verdict: "review", operations: [{}, {}] },
        { version: "3.5.0", verdict: "unknown", way: [], notes: ["no published manifests lead there from 1.0.0"] },
        { version: "4.0.0", verdict: "unknown" },
      ],
    });
    expect(await readFile(join(folder, "index.ts"), "utf8")).toBe(CHECKS);
  });

  test("as a table", async () => {
    const { exitCode, stdout } = await compat(await dependent(CHECKS), "2 || 3.0");

    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/is on core 1\.0\.0\n/);
    expect(stdout).toMatch(
      /│ 2\.0\.0 +│ migrates automatically +│ 1 +│ 0 +│ 0, 1, 0 +│ 1\.0\.0 → 1\.1\.0 → 2\.0\.0 +│/,
    );
    expect(stdout).toMatch(/│ 3\.0\.0 +│ needs review +│/);
    expect(stdout).toMatch(/\n2\.0\.0 migrates automatically:\n {2}index\.ts:1 {2}OP001 {2}load → read\n/);
    expect(stdout).toMatch(/\n3\.0\.0 needs review:\n(.*\n)* {2}index\.ts:2 {2}OP\d+ {2}check → .*: .+\n/);
  });

  test("is nothing where it uses nothing of it, and no person is needed where all is automatic", async () => {
    const stranger = await dependent('import { watch } from "core";\nwatch("a", () => {});\n', "^1.1.0");
    expect(await verdicts(stranger, ">=1.1 <3.1")).toEqual({
      "1.1.0": "compatible",
      "2.0.0": "compatible",
      "3.0.0": "compatible",
    });
    expect((await compat(await dependent(LOADS), "<=2.0.0")).exitCode).toBe(0);
  });
});

describe("the version that it is on", () => {
  test("is the lowest of its range, the installed one, or the one that is named", async () => {
    const folder = await dependent(LOADS, ">=1.1.0");
    expect(await verdicts(folder, "<3")).toEqual({ "1.0.0": "unknown", "1.1.0": "compatible", "2.0.0": "automatic" });
    expect(await verdicts(folder, "<3", "--from", "1.0.0")).toMatchObject({ "1.0.0": "compatible" });
    const installed = join(folder, "node_modules/core/package.json");
    await mkdir(dirname(installed), { recursive: true });
    await writeFile(installed, '{"name":"core","version":"2.0.0"}');
    expect(await verdicts(folder, "<3")).toMatchObject({ "1.1.0": "unknown", "2.0.0": "compatible" });
  });

  test("is asked for where it cannot be told", async () => {
    expect(await compat(await dependent(LOADS, "^7.0.0"), "*")).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr: expect.stringMatching(
        /no manifests are published of a version of core that \^7\.0\.0 allows .*--from; .* 1\.0\.0, 1\.1\.0/,
      ),
    });
  });
});

describe("a range", () => {
  test.each([
    ["npm", "^1.0.0", ["1.0.0", "1.1.0"]],
    ["npm", "1.1 || 4", ["1.1.0", "4.0.0"]],
    ["PEP 440", "~=1.0", ["1.0.0", "1.1.0"]],
    ["PEP 440", "==1.*, !=1.0", ["1.1.0"]],
  ])("of %s: %s", async (_notation, range, versions) => {
    expect(Object.keys(await verdicts(await dependent(LOADS), range))).toEqual(versions);
  });

  test.each([
    ["latest", /"latest" is no range of versions: write it as npm does/],
    ["", /"" is no range of versions/],
    [">=1,<2 || 3", /is no range of versions/],
    [">=9", /no published version of core is in ">=9": there are 1\.0\.0 to 4\.0\.0/],
  ])("%j cannot be used", async (range, message) => {
    const { exitCode, stdout, stderr } = await compat(await dependent(LOADS), range);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr.trim()).not.toContain("\n");
  });
});

test("all that are published, where the core is a package of a registry", async () => {
  const versions = { ...VERSIONS, "1.0.5": LOAD };
  const tarballs = Object.entries(versions).map(([version, text]) => {
    const packageJson = JSON.stringify({ name: "core", version, main: "index.ts" });
    return [version, packageOf({ "package.json": packageJson, "index.ts": text })] as const;
  });
  const { env } = await serveRegistry({ core: Object.fromEntries(tarballs) });
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());

  const flags = ["--core-versions", "<3", "--registry", registry, "--core", "npm:core", "--json"];
  const { stdout } = await run("compat", "--package", await dependent(LOADS), ...flags);
  expect((JSON.parse(stdout) as Compat).versions).toMatchObject([
    { version: "1.0.0", verdict: "compatible" },
    { version: "1.0.5", verdict: "unknown" },
    { version: "1.1.0", verdict: "compatible" },
    { version: "2.0.0", verdict: "automatic", type_errors: { as_is: 0, bare: 1, migrated: 0 } },
  ]);
});

test("a dependent of two published cores: one has to be named", async () => {
  const both = await temporaryFolder("registry");
  const manifest = join(shared.path, "1.1.0_2.0.0", "change_manifest.yaml");
  const other = join(await temporaryFolder(), "other.yaml");
  await writeFile(other, (await readFile(manifest, "utf8")).replace("package: core", "package: other"));
  for (const file of [manifest, other]) await run("publish", "--manifest", file, "--registry", both);
  const folder = await dependent(LOADS);
  await writeFile(join(folder, "package.json"), '{ "dependencies": { "core": "^1.1.0", "other": "^1.1.0" } }');

  const flags = ["--package", folder, "--core-versions", "2", "--registry", both, "--core-path", core];
  const unclear = await run("compat", ...flags);
  expect(unclear).toMatchObject({
    exitCode: 2,
    stdout: "",
    stderr: expect.stringMatching(/--core-name: core, other\n$/),
  });
  const named = await run("compat", ...flags, "--core-name", "core");
  expect(named).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("migrates automatically") });
});

test("a folder that is no dependent of a published core", async () => {
  const folder = await temporaryFolder();
  for (const [path, text] of Object.entries(DEPENDENT)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const message = /declares none of the cores with published manifests: core/;
  expect(await compat(folder, "*")).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(message) });
  await writeFile(join(folder, "package.json"), '{ "dependencies": { "core": ');
  const broken = { exitCode: 2, stdout: "", stderr: expect.stringMatching(/no package\.json that can be read.*mend/) };
  expect(await compat(folder, "*")).toMatchObject(broken);
  const missing = await compat(join(folder, "gone"), "*");
  expect(missing).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/there is no such folder/) });
});

test.each([
  [["--from", "banana"], /--from "banana" is no version: name/],
  [["--core-path", "gone"], /no such path: gone: give/],
  [["--registry", "gone"], /the registry holds no manifests \(gone\): check the path/],
])("%j is told on one line", async (flags, message) => {
  const { exitCode, stdout, stderr } = await compat(await dependent(LOADS), "*", ...flags);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trim()).not.toContain("\n");
});
