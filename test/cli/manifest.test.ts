import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, afterAll, expect, test } from "vitest";
import { manifestProgram, migrateProgram } from "../../src/cli/programs.js";
import { createGitRepository } from "../support/git.js";
import { createTemporaryFolder, type TemporaryFolder, temporaryFolder } from "../support/temp.js";
import { DEPENDENT } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

const HEAD = `manifest_version: 1
package: "@acme/core"
language: typescript
from: 0.9.0
to: 1.0.0
summary: Renames.
semver: { declared: major, required: major }
provenance:
  repository: nowhere
  from_sha: "1"
  to_sha: "2"
  tree_from: "blake3:1"
  tree_to: "blake3:2"
  tool: onx-migrate 0.1.0
  thresholds: { auto: 0.9, warn: 0.7 }
operations:
`;

function operation(id: string, extra = "", kind = "rename.symbol"): string {
  return `  - { id: ${id}, kind: ${kind}, match: { module: "@acme/core", from: A${id}, to: B${id} }, confidence: 0.95, method: declared, evidence: { features: { name: 0.5, doc: 1 }, seen: 3 }${extra} }\n`;
}

const GOOD = HEAD + operation("OP001") + operation("OP002", ", depends_on: [OP001]");

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await createTemporaryFolder("manifests");
});
afterAll(() => folder.remove());

async function writeManifest(text: string): Promise<string> {
  const file = join(folder.path, "change_manifest.yaml");
  await writeFile(file, text);
  return file;
}

async function applyTo(manifest: string): Promise<Finished & { readonly status: string }> {
  const dependent = await createGitRepository([{ files: DEPENDENT }], await temporaryFolder());
  const named = ["--manifest", manifest, "--target", dependent.dir];
  const finished = await runProgram(migrateProgram(), "apply", ...named);
  return { ...finished, status: await dependent.git("status", "--porcelain", "--ignored") };
}

const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"]
  .concat(Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join(",")}]`))
  .join("\n");

test.each([
  [
    "an unknown version",
    GOOD.replace("manifest_version: 1", "manifest_version: 7"),
    /unknown manifest_version 7 .*:1\)/,
  ],
  ["an unknown kind", HEAD + operation("OP001", "", "rename.moon"), /unknown operation kind "rename\.moon" .*:17\)/],
  ["a duplicate id", HEAD + operation("OP001") + operation("OP001"), /duplicate operation id OP001 .*:18\)/],
  [
    "a dependency cycle",
    HEAD + operation("OP001", ", depends_on: [OP002]") + operation("OP002", ", depends_on: [OP001]"),
    /OP001 → OP002 → OP001/,
  ],
  ["a path that climbs out", GOOD.replace("AOP001", '"@acme/core/../../x"'), /OP001 has "\.\." in from/],
  ["a YAML alias bomb", `${bomb}\n${GOOD}`, /too many YAML aliases/],
  ["a text that is no YAML", "a: [", /not YAML/],
  ["an empty file", "", /a manifest is a mapping/],
])("%s is refused in one line, and nothing is written", async (_name, text, message) => {
  const { exitCode, stdout, stderr, status } = await applyTo(await writeManifest(text));
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^onx-migrate: [^\n]*change_manifest\.yaml[^\n]*\n$/);
  expect({ exitCode, stdout, status }).toEqual({ exitCode: 2, stdout: "", status: "" });
});

test("a manifest, a target or an operation that is not there", async () => {
  const missing = await applyTo(join(folder.path, "none.yaml"));
  expect(missing).toMatchObject({ exitCode: 2, stdout: "" });
  expect(missing.stderr).toMatch(/there is no change manifest here .*none\.yaml/);
  const manifest = await writeManifest(GOOD);
  const named = ["--manifest", manifest, "--target", join(folder.path, "none")];
  const target = await runProgram(migrateProgram(), "apply", ...named);
  expect(target).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/there is no such folder .*none\): give the dependent.s folder\n$/),
  });
  const explained = await runProgram(manifestProgram(), "explain", "OP009", "--manifest", manifest);
  expect(explained).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no operation "OP009"') });
});

test("notes, explain: from a file, a folder, a registry and a URL", async () => {
  const file = await writeManifest(GOOD);
  const notes = await runProgram(manifestProgram(), "notes", "--manifest", file);
  expect(notes.stdout).toMatch(/^# Migrating @acme\/core from 0\.9\.0 to 1\.0\.0\n/);
  expect(await runProgram(manifestProgram(), "notes", "--manifest", folder.path)).toEqual(notes);

  const registry = await temporaryFolder();
  await mkdir(join(folder.path, "another"));
  const publish = () => runProgram(manifestProgram(), "publish", "--manifest", file, "--registry", registry);
  expect((await publish()).stdout).toMatch(/^published registry:\/\/core_migrations\/@acme\/core\/0\.9\.0_1\.0\.0\n/);
  expect((await publish()).stdout).toMatch(/^was published already:/);
  for (const uri of ["registry://core_migrations/0.9.0_1.0.0", "registry://core_migrations/@acme/core/0.9.0_1.0.0"]) {
    const named = ["--manifest", uri, "--registry", registry];
    expect(await runProgram(manifestProgram(), "notes", ...named)).toEqual(notes);
  }
  await writeManifest(GOOD.replace("Renames.", "Other."));
  expect(await publish()).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining("published with other contents"),
  });
  const nowhere = await runProgram(manifestProgram(), "notes", "--manifest", "registry://core_migrations/1_2");
  expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("give its folder with --registry") });

  const server = createServer((request, response) => {
    response.statusCode = request.url === "/m.yaml" ? 200 : 404;
    response.end(request.url === "/m.yaml" ? GOOD : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  expect(await runProgram(manifestProgram(), "notes", "--manifest", `${url}/m.yaml`)).toEqual(notes);
  const gone = await runProgram(manifestProgram(), "notes", "--manifest", `${url}/gone`);
  expect(gone).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("the server answered 404") });
  server.close();
});

test("explain shows features, evidence and what hangs on an operation", async () => {
  const manifest = await writeManifest(GOOD);
  const { exitCode, stdout } = await runProgram(manifestProgram(), "explain", "OP001", "--manifest", manifest);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("needed by   OP002");
  expect(stdout).toMatch(/1\.00 {2}doc\n.*0\.50 {2}name\n/);
  expect(stdout).toContain("  seen: 3\n");
  const json = await runProgram(manifestProgram(), "explain", "OP002", "--manifest", manifest, "--json");
  expect(JSON.parse(json.stdout)).toMatchObject({ band: "auto", operation: { id: "OP002", depends_on: ["OP001"] } });
  expect(await readFile(manifest, "utf8")).toBe(GOOD);
});
