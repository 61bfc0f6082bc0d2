import { mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { findRunManifests } from "../../src/migration/documents/find-run-manifests.js";
import { runManifestSchema } from "../../src/migration/documents/run-manifest.js";
import { temporaryFolder } from "../support/temp.js";
import { createScene, DEPENDENT, MIGRATED, type Scene } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

function apply({ core, dependent, manifest }: Scene, ...options: readonly string[]): Promise<Finished> {
  const named = ["--manifest", manifest, "--target", dependent.dir, "--core-path", core.dir];
  return runProgram(migrateProgram(), "apply", ...named, ...options);
}

function rollback({ dependent }: Scene, ...options: readonly string[]): Promise<Finished> {
  return runProgram(migrateProgram(), "rollback", "--package", dependent.dir, "--to-version", "0.9.0", ...options);
}

async function contents(folder: string, paths: readonly string[]): Promise<Record<string, string>> {
  const read = paths.map(async (path) => [path, await readFile(join(folder, path), "utf8")] as const);
  return Object.fromEntries(await Promise.all(read));
}

test("apply migrates, a second run has nothing to do, rollback restores every byte", async () => {
  const scene = await createScene();
  const { dependent } = scene;
  const first = await apply(scene, "--json");
  expect(first).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(first.stdout)).toMatchObject({
    status: "migrated",
    files_changed: ["package.json", "src/app.ts"],
    type_errors: { as_is: 0, bare: 2, migrated: 0 },
    undone: [],
    residue: { uses: [], files_looked_at: 1, not_looked_at: [], typed: true },
    operations: [{ status: "applied" }, { status: "applied" }, { status: "applied" }],
  });
  expect(await contents(dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);
  expect(await dependent.git("status", "--porcelain")).toBe("M package.json\n M src/app.ts");

  const second = await apply(scene);
  expect(second).toMatchObject({ exitCode: 0, stderr: "" });
  expect(second.stdout).toContain("nothing to do: 1.0.0 is asked for already");
  expect(await contents(dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);

  expect(await rollback(scene)).toMatchObject({ exitCode: 0, stderr: "" });
  expect(await contents(dependent.dir, Object.keys(DEPENDENT))).toEqual(DEPENDENT);
  expect(await dependent.git("status", "--porcelain")).toBe("");
});

test("a dry run writes nothing but the patch, and git applies the patch to the same result", async () => {
  const scene = await createScene();
  const patch = join(await temporaryFolder(), "preview.patch");
  const { stdout, exitCode } = await apply(scene, "--dry-run", "--diff-output", patch);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("2 files would change (dry run: nothing was written)");
  expect(await scene.dependent.git("status", "--porcelain", "--ignored")).toBe("");
  await scene.dependent.git("apply", patch);
  expect(await contents(scene.dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);
});

test("the table says what became of what, and JSON the same in full", async () => {
  const scene = await createScene();
  const { stdout } = await apply(scene, "--dry-run");
  expect(stdout).toMatch(/OP002 +│ BaseValidator\.validate → ValidatorBase\.check +│/);
  const { operations } = JSON.parse((await apply(scene, "--dry-run", "--json")).stdout);
  expect(operations[0]).toMatchObject({ old: "@acme/core.BaseValidator", new: "@acme/core.ValidatorBase" });
});

test("what is left of the old API is listed, where it is after the migration", async () => {
  const scene = await createScene();
  const { stdout } = await apply(scene, "--skip", "OP002,OP003", "--dry-run");
  expect(stdout).toContain(
    [
      "left of the old API: 3 certain, 0 possible, in 1 file with such names",
      "  src/app.ts:1:25  OP003  certain",
      "  src/app.ts:4:31  OP002  certain",
      "  src/app.ts:4:40  OP003  certain",
    ].join("\n"),
  );
});

test("an operation that adds type errors is undone and told of, and a second run does not do it", async () => {
  const text = DEPENDENT["src/app.ts"].replace(
    "export const other",
    'export const more = readText("y", "z");\nexport const other',
  );
  const scene = await createScene({ ...DEPENDENT, "src/app.ts": text });
  const file = join(scene.manifest, "change_manifest.yaml");
  const wrong = (await readFile(file, "utf8")).replace("to: readFileText", "to: ValidatorBase");
  await writeFile(file, wrong);
  const { stdout, exitCode } = await apply(scene, "--json");
  const { undone, type_errors, operations } = JSON.parse(stdout);
  expect(undone).toMatchObject([{ path: "src/app.ts", operation: "OP003" }]);
  expect(undone[0].errors[0]).toBe("line 1: TS2300 Duplicate identifier 'ValidatorBase'.");
  expect(type_errors).toEqual({ as_is: 0, bare: 2, migrated: 1 });
  expect(operations[2]).toMatchObject({ status: "flagged", edits: 0 });
  expect(exitCode).toBe(1);
  const once = await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8");
  expect(once).toContain('import { ValidatorBase, readText } from "@acme/core";');

  const artifacts = await temporaryFolder("out");
  const again = await apply(scene, "--force", "--allow-dirty", "--artifacts", artifacts);
  expect(again.stdout).toContain("undone, because of the type errors that they add:\n  src/app.ts  OP003  line ");
  expect(await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8")).toBe(once);
});

test("a part of the operations leaves the range, and the rest needs a rollback first", async () => {
  const scene = await createScene();
  const part = await apply(scene, "--only", "OP001", "--json");
  expect(JSON.parse(part.stdout)).toMatchObject({ files_changed: ["src/app.ts"], ranges: [] });
  expect((await apply(scene, "--only", "OP001", "--allow-dirty")).stdout).toContain("nothing to do");
  const rest = await apply(scene, "--allow-dirty");
  expect(rest.exitCode).toBe(2);
  expect(rest.stderr).toContain("an earlier run left out OP002, which can only be carried out with the rest");
  await rollback(scene);
  expect((await apply(scene)).exitCode).toBe(0);
  expect(await contents(scene.dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);
});

test("where no range tells, the checkpoint keeps swapped names from being swapped back", async () => {
  const linked = { ...DEPENDENT, "package.json": '{"dependencies":{"@acme/core":"file:../core"}}' };
  const scene = await createScene(linked);
  const swap = (id: string, from: string, to: string) =>
    `  - {id: ${id}, kind: rename.symbol, match: {module: "@acme/core", from: ${from}, to: ${to}}, confidence: 1, method: declared}\n`;
  const file = join(scene.manifest, "change_manifest.yaml");
  const head = (await readFile(file, "utf8")).replace(/operations:[^]*/, "operations:\n");
  await writeFile(file, head + swap("OP001", "BaseValidator", "readText") + swap("OP002", "readText", "BaseValidator"));
  await apply(scene);
  const once = await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8");
  expect(once).toContain('new readText(["a"])');
  const again = await apply(scene, "--allow-dirty");
  expect(again.stdout).toContain("nothing to do");
  expect(await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8")).toBe(once);
});

test("a dirty work tree is refused, unless it is allowed or is no git work tree", async () => {
  const scene = await createScene();
  await scene.dependent.write({ "mine.ts": "export {};\n" });
  const refused = await apply(scene);
  expect(refused).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: `onx-migrate: the work tree has uncommitted changes: mine.ts (${scene.dependent.dir}): commit or stash them, or use --allow-dirty\n`,
  });
  expect(await scene.dependent.git("status", "--porcelain")).toBe("?? mine.ts");
  expect((await apply(scene, "--allow-dirty")).exitCode).toBe(0);

  const plain = await createScene();
  await rm(join(plain.dependent.dir, ".git"), { recursive: true });
  expect((await apply(plain)).exitCode).toBe(0);
  expect(await contents(plain.dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);
});

test("unparsable, foreign, linked, huge and oddly named files are left alone, and the rest goes on", async () => {
  const broken = 'import { BaseValidator } from "@acme/core";\nconst = ;;(\n';
  const scene = await createScene({
    ...DEPENDENT,
    "src/broken.ts": broken,
    "src/latin1.ts": Buffer.from('import { readText } from "@acme/core"; // caf\xe9\n', "latin1"),
    "dist/app.ts": DEPENDENT["src/app.ts"],
    "src/generated.ts": `export const data = [\n${"  0x00,\n".repeat(2_600_000)}];\n`,
  });
  const { dependent } = scene;
  const outside = await temporaryFolder();
  await writeFile(join(outside, "linked.ts"), DEPENDENT["src/app.ts"]);
  await symlink(join(outside, "linked.ts"), join(dependent.dir, "src/linked.ts"));
  await symlink(outside, join(dependent.dir, "linked"));
  await mkdir(join(dependent.dir, "node_modules/x"), { recursive: true });
  await writeFile(join(dependent.dir, "node_modules/x/index.ts"), DEPENDENT["src/app.ts"]);
  await writeFile(
    Buffer.concat([Buffer.from(join(dependent.dir, "src/odd")), Buffer.from([0xff, 0x2e, 0x74, 0x73])]),
    "",
  );
  await dependent.git("add", "--all");
  await dependent.git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "odd");

  const { exitCode, stdout } = await apply(scene, "--json");
  expect(exitCode).toBe(1);
  const report = JSON.parse(stdout) as { files_changed: string[]; notes: string[] };
  expect(report.files_changed).toEqual(["package.json", "src/app.ts"]);
  expect(report.notes.map((note) => note.split(":")[0]).sort()).toEqual([
    "src/broken.ts",
    "src/latin1.ts",
    "src/odd\\xff.ts",
  ]);
  expect(await readFile(join(outside, "linked.ts"), "utf8")).toBe(DEPENDENT["src/app.ts"]);
  expect(await readFile(join(dependent.dir, "src/broken.ts"), "utf8")).toBe(broken);
});

test("the line that undoes can be pasted into a shell", async () => {
  const artifacts = join(await temporaryFolder("out"), "it's mine");
  const { stdout } = await apply(await createScene(), "--artifacts", artifacts);
  expect(stdout).toMatch(
    /--to-version 0\.9\.0 --checkpoint '[^\n]*\/it'\\''s mine\/rollback\/checkpoint_pre_1\.0\.0'\n/,
  );
});

test("what git ignores is not touched", async () => {
  const scene = await createScene({ ...DEPENDENT, ".gitignore": "cache/\n" });
  await scene.dependent.write({ "cache/app.ts": DEPENDENT["src/app.ts"] });
  await apply(scene);
  expect(await readFile(join(scene.dependent.dir, "cache/app.ts"), "utf8")).toBe(DEPENDENT["src/app.ts"]);
});

test("of a monorepo, only packages that are still behind are migrated", async () => {
  const scene = await createScene({
    "package.json": '{"private":true,"workspaces":["packages/*"]}',
    "packages/old/package.json": DEPENDENT["package.json"],
    "packages/old/app.ts": DEPENDENT["src/app.ts"],
    "packages/new/package.json": MIGRATED["package.json"],
    "packages/new/app.ts": DEPENDENT["src/app.ts"],
  });
  const { stdout } = await apply(scene, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ files_changed: ["packages/old/app.ts", "packages/old/package.json"] });
});

test("without the core's types, imports are renamed and members are left to a person", async () => {
  const scene = await createScene();
  const named = ["--manifest", scene.manifest, "--target", scene.dependent.dir];
  const { exitCode, stdout } = await runProgram(migrateProgram(), "apply", ...named, "--json");
  expect(exitCode).toBe(1);
  const report = JSON.parse(stdout) as { notes: string[]; type_errors?: unknown };
  expect(report.notes[0]).toMatch(/^the types of @acme\/core 0\.9\.0 could not be had/);
  expect(report.type_errors).toBeUndefined();
  const text = await readFile(join(scene.dependent.dir, "src/app.ts"), "utf8");
  expect(text).toContain('import { ValidatorBase, readFileText } from "@acme/core";');
  expect(text).toContain("validator.validate(");
});

test("types come from node_modules where the old version is installed there", async () => {
  const scene = await createScene({ ...DEPENDENT, ".gitignore": "node_modules\n" });
  const installed = join(scene.dependent.dir, "node_modules/@acme");
  await mkdir(installed, { recursive: true });
  await scene.core.git("worktree", "add", join(installed, "core"), "v0.9.0");
  const named = ["--manifest", scene.manifest, "--target", scene.dependent.dir];
  const { exitCode } = await runProgram(migrateProgram(), "apply", ...named);
  expect(exitCode).toBe(0);
  expect(await contents(scene.dependent.dir, Object.keys(MIGRATED))).toEqual(MIGRATED);
});

test("--artifacts keeps the checkpoint and a run manifest there, and nothing in the dependent", async () => {
  const scene = await createScene();
  const artifacts = await temporaryFolder();
  await apply(scene, "--artifacts", artifacts);
  expect(await scene.dependent.git("status", "--porcelain", "--ignored")).toBe("M package.json\n M src/app.ts");
  const [job] = (await readdir(artifacts)).filter((name) => name !== "rollback");
  const [run] = await readdir(join(artifacts, job!));
  const record = runManifestSchema.parse(
    JSON.parse(await readFile(join(artifacts, job!, run!, "manifest.json"), "utf8")),
  );
  expect(record).toMatchObject({ run_id: run, status: "completed", outputs: { status: "migrated" } });
  expect(Object.keys(record.input_snapshots)).toEqual(["change_manifest.yaml", "choices.json", "dependent.json"]);
});

test("--artifacts keeps a manifest of a run that failed, which is no change of the work tree", async () => {
  const scene = await createScene();
  const artifacts = join(scene.dependent.dir, "artifacts");
  await writeFile(join(scene.dependent.dir, "src/app.ts"), `${DEPENDENT["src/app.ts"]}// mine\n`);
  const refused = await apply(scene, "--artifacts", artifacts);
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("uncommitted changes: src/app.ts") });
  const [failed] = await findRunManifests(artifacts);
  expect(runManifestSchema.parse(JSON.parse(await readFile(failed!, "utf8")))).toMatchObject({
    status: "failed",
    outputs: { error: expect.stringContaining("uncommitted changes") },
  });
  await scene.dependent.git("checkout", "src/app.ts");
  expect(await apply(scene, "--artifacts", artifacts)).toMatchObject({ exitCode: 0, stderr: "" });
});
