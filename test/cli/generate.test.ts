import { readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { manifestProgram } from "../../src/cli/programs.js";
import { parseManifest } from "../../src/operations/manifest.js";
import { createGitRepository, GIT_ENVIRONMENT, type GitRepository } from "../support/git.js";
import { temporaryFolder } from "../support/temp.js";
import { createCore } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

interface Generated extends Finished {
  readonly out: string;
}

async function generate(core: string, from: string, to: string, ...options: readonly string[]): Promise<Generated> {
  const out = join(await temporaryFolder("out"), "deep/manifest");
  const args = ["--core-path", core, "--from", from, "--to", to, "--out", out, ...options];
  return { ...(await runProgram(manifestProgram(), "generate", ...args)), out };
}

/** One line on standard error, nothing else anywhere. */
async function expectRefusal({ exitCode, stdout, stderr, out }: Generated, message: RegExp): Promise<void> {
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(await readdir(dirname(dirname(out)))).toEqual([]);
}

async function operations(out: string): Promise<string[]> {
  const text = await readFile(join(out, "change_manifest.yaml"), "utf8");
  return [...text.matchAll(/^ {4}kind: (.+)$/gm)].map(([, kind]) => kind!);
}

test("a manifest comes with everything that belongs to it, the same bytes every time", async () => {
  const core = await createCore();
  const first = await generate(core.dir, "0.9.0", "1.0.0");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect((await readdir(first.out)).sort()).toEqual([
    "MIGRATION.md",
    "change_manifest.yaml",
    "from.tree",
    "graph_from.json",
    "graph_to.json",
    "manifest_report.json",
    "metadata_from.yaml",
    "metadata_to.yaml",
    "to.tree",
  ]);
  const second = await generate(core.dir, "v0.9.0", "v1.0.0");
  for (const name of (await readdir(first.out)).filter((name) => name !== "manifest_report.json")) {
    expect(await readFile(join(second.out, name), "utf8"), name).toBe(await readFile(join(first.out, name), "utf8"));
  }
});

test("--json prints a summary, and a cached run the same", async () => {
  const core = await createCore();
  const cache = await temporaryFolder();
  const runs = [];
  for (const _ of [1, 2]) {
    const { stdout, out } = await generate(core.dir, "0.9.0", "1.0.0", "--cache", cache, "--json");
    runs.push({
      summary: { ...JSON.parse(stdout), out: "" },
      text: await readFile(join(out, "change_manifest.yaml"), "utf8"),
    });
  }
  expect(runs[0]?.summary).toMatchObject({
    package: "@acme/core",
    by_band: { auto: 3, warn: 0, review: 0 },
    cached: false,
  });
  expect(runs[1]).toEqual({ ...runs[0], summary: { ...runs[0]?.summary, cached: true } });
});

/** The core's maintainers know better about 1.0.0. */
function overrides(...operations: readonly string[]): string {
  const lines = operations.map((operation) => `      - ${operation}\n`).join("");
  return `version: 1\nreleases:\n  - to: "1.0.0"\n    note: Ask us.\n    operations:\n${lines}`;
}

test("maintainers have the last word", async () => {
  const core = await createCore({
    ".onx/overrides.yaml": overrides(
      "{ correct: { match: { from: readText } }, with: { match: { to: readAll } }, note: It was meant to be another. }",
      "{ reject: { kind: rename.callable, match: { container: BaseValidator } }, reason: nobody calls it }",
    ),
  });
  const { exitCode, out } = await generate(core.dir, "0.9.0", "1.0.0");
  expect(exitCode).toBe(0);
  const manifest = parseManifest(await readFile(join(out, "change_manifest.yaml"), "utf8"), out);
  expect(manifest.summary).toMatch(/\. Ask us\.$/);
  expect(manifest.operations).toMatchObject([
    { id: "OP001", kind: "rename.symbol" },
    { id: "OP002", match: { from: "readText", to: "readAll" }, confidence: 1, method: "declared" },
  ]);
  const report: unknown = JSON.parse(await readFile(join(out, "manifest_report.json"), "utf8"));
  expect(report).toMatchObject({
    overridden: [
      { became: "corrected", by: ".onx/overrides.yaml:6", reason: "It was meant to be another." },
      { became: "rejected", by: ".onx/overrides.yaml:7", reason: "nobody calls it", match: { from: "validate" } },
    ],
  });
  expect(await readFile(join(out, "MIGRATION.md"), "utf8")).toContain("It was meant to be another.");
});

test("an override that matches nothing", async () => {
  const core = await createCore({
    ".onx/overrides.yaml": overrides("{ reject: { match: { from: readTexts } }, reason: no }"),
  });
  await expectRefusal(
    await generate(core.dir, "0.9.0", "1.0.0"),
    /^onx-manifest: the override matches no operation \(\.onx\/overrides\.yaml:6\): mend its match, or remove it\n$/,
  );
});

test("an unknown ref", async () => {
  const core = await createCore();
  await expectRefusal(
    await generate(core.dir, "0.9.0", "1.0.1"),
    /no tag, branch or commit is called "1\.0\.1" .*v1\.0\.0/,
  );
});

test("not a repository, and no such folder", async () => {
  const folder = await temporaryFolder();
  await expectRefusal(await generate(folder, "0.9.0", "1.0.0"), /^onx-manifest: not a git repository: /);
  await expectRefusal(await generate(join(folder, "none"), "0.9.0", "1.0.0"), /^onx-manifest: no such path: /);
});

test("an empty repository", async () => {
  const core = await createGitRepository([], await temporaryFolder());
  await expectRefusal(await generate(core.dir, "0.9.0", "1.0.0"), /the repository has no commits yet/);
});

test("a shallow clone that lacks the ref", async () => {
  const core = await createCore();
  const clone = await temporaryFolder();
  const args = ["clone", "--quiet", "--depth=1", "--branch=v1.0.0", `file://${core.dir}`, clone];
  await execa("git", args, { env: GIT_ENVIRONMENT });
  await expectRefusal(await generate(clone, "0.9.0", "1.0.0"), /the shallow clone has no 0\.9\.0 .*git fetch --tags/);
});

test("a package that is missing at one ref", async () => {
  const core = await createGitRepository(
    [
      {
        files: {
          "package.json": '{"name":"@acme/core","version":"0.9.0","main":"index.ts"}',
          "index.ts": "export {};",
        },
        tag: "v0.9.0",
      },
      { files: { "package.json": '{"name":"@acme/other","version":"1.0.0","main":"index.ts"}' }, tag: "v1.0.0" },
    ],
    await temporaryFolder(),
  );
  const wanted = ["--package", "@acme/core"];
  await expectRefusal(await generate(core.dir, "0.9.0", "1.0.0", ...wanted), /no package "@acme\/core" at 1\.0\.0/);
});

test("both or neither of --core-path and --core", async () => {
  const neither = await runProgram(manifestProgram(), "generate", "--from", "1", "--to", "2");
  expect(neither).toMatchObject({ exitCode: 2, stdout: "" });
  expect(neither.stderr).toMatch(/^onx-manifest: the core is named by either --core-path or --core: [^\n]+\n$/);
  const unknown = await runProgram(manifestProgram(), "generate", "--core", "gem:x", "--from", "1", "--to", "2");
  expect(unknown.stderr).toMatch(/--core does not know "gem:x"/);
});

test("unparsable sources are reported, and the rest goes on", async () => {
  const core = await createCore({ "src/broken.ts": "export const = ;;(\n" });
  await addExport(core, "./broken.js");
  const { exitCode, out } = await generate(core.dir, "0.9.0", "HEAD");
  expect(exitCode).toBeLessThan(2);
  const report = JSON.parse(await readFile(join(out, "manifest_report.json"), "utf8")) as {
    sources: { to: { unparsable: { path: string; line: number }[] } };
  };
  expect(report.sources.to.unparsable).toMatchObject([{ path: "src/broken.ts", line: 1 }]);
  expect(await operations(out)).toEqual(["rename.symbol", "rename.callable", "rename.callable"]);
});

async function addExport(core: GitRepository, specifier: string): Promise<void> {
  const text = await readFile(join(core.dir, "src/index.ts"), "utf8");
  await core.commit({ "src/index.ts": `${text}\nexport * from "${specifier}";\n` });
}

test("a version of which no public name can be read is named", async () => {
  const manifest = JSON.stringify({ name: "opaque", version: "1.0.0", main: "index.js" });
  const opaque = "globalThis.read = function (path) {};\n";
  const core = await createGitRepository([
    { files: { "package.json": manifest, "index.js": opaque }, tag: "v1.0.0" },
    { files: { "index.js": "exports.read = function (path) {};\n" }, tag: "v2.0.0" },
  ]);
  onTestFinished(core.remove);
  const { stdout } = await generate(core.dir, "1.0.0", "2.0.0");
  expect(stdout).toContain("no public name of opaque 1.0.0 could be read");
  expect(stdout).not.toContain("2.0.0 could be read");
});

test("odd names and contents, links, submodules and huge files do not get in the way", async () => {
  const core = await createCore({
    "src/latin1.ts": Buffer.from("export const caf\xe9 = 1;\n", "latin1"),
    "src/generated.ts": `export const data = [\n${"  0x00,\n".repeat(2_600_000)}];\n`,
    "src/binary.ts": Buffer.from([0, 1, 2, 255, 254, 0]),
  });
  await symlink("/etc/passwd", join(core.dir, "src/linked.ts"));
  await symlink("src", join(core.dir, "alias"));
  await writeFile(Buffer.concat([Buffer.from(join(core.dir, "src/odd")), Buffer.from([0xff, 0x2e, 0x74, 0x73])]), "x");
  const inner = await createCore();
  await core.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.dir, "vendor/inner");
  for (const name of ["latin1", "generated", "binary", "linked"]) await addExport(core, `./${name}.js`);
  await rm(join(core.dir, "vendor"), { recursive: true });
  const { exitCode, stderr, out } = await generate(core.dir, "0.9.0", "HEAD");
  expect({ exitCode: exitCode < 2, stderr }).toEqual({ exitCode: true, stderr: "" });
  expect(await operations(out)).toEqual(["rename.symbol", "rename.callable", "rename.callable"]);
});

test("an output folder that cannot be written is one clear line", async () => {
  const core = await createCore();
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const args = ["--core-path", core.dir, "--from", "0.9.0", "--to", "1.0.0", "--out", join(file, "sub")];
  const { exitCode, stderr } = await runProgram(manifestProgram(), "generate", ...args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^onx-manifest: cannot write [^\n]+\n$/);
});

test("snapshot writes tree, metadata and graph of one version", async () => {
  const core = await createCore();
  const out = join(await temporaryFolder(), "snapshot");
  const args = ["--core-path", core.dir, "--ref", "v1.0.0", "--out", out];
  const { exitCode, stdout } = await runProgram(manifestProgram(), "snapshot", ...args);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^\d+ public names at v1\.0\.0 \(blake3:[0-9a-f]{64}\)\n/);
  expect((await readdir(out)).sort()).toEqual(["graph_snapshot.json", "metadata_snapshot.yaml", "snapshot.tree"]);
});
