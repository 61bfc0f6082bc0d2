import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { migrateProgram } from "../../src/cli/programs.js";
import { createScene, DEPENDENT, MIGRATED, type Scene } from "./core-fixture.js";
import { type Finished, runProgram } from "./run-program.js";

const PACKAGE = `{
  "name": "app",
  "dependencies": {
    "@acme/core": "^0.9.0",
    "zod": "^4.0.0"
  }
}
`;

const SOURCES = {
  ...DEPENDENT,
  "package.json": PACKAGE,
  "src/read.ts": `import { readText } from "@acme/core";

export function first(path: string): string {
  return readText(path, "utf8");
}

export function second(path: string): string {
  return readText(path, "latin1");
}
`,
  "src/quiet.ts": "export const check = 1;\n",
};

async function migrated(): Promise<Scene> {
  const scene = await createScene(SOURCES);
  const named = ["--manifest", scene.manifest, "--target", scene.dependent.dir, "--core-path", scene.core.dir];
  const { exitCode, stderr } = await runProgram(migrateProgram(), "apply", ...named);
  if (exitCode !== 0) throw new Error(stderr);
  return scene;
}

function rollback({ dependent, core }: Scene, ...options: readonly string[]): Promise<Finished> {
  const named = ["--package", dependent.dir, "--to-version", "0.9.0", "--core-path", core.dir];
  return runProgram(migrateProgram(), "rollback", ...named, ...options);
}

async function put({ dependent }: Scene, path: string, text: string): Promise<void> {
  await mkdir(dirname(join(dependent.dir, path)), { recursive: true });
  await writeFile(join(dependent.dir, path), text);
}

function contents({ dependent }: Scene, path: string): Promise<string> {
  return readFile(join(dependent.dir, path), "utf8");
}

test("what was edited, moved, or written for the new version speaks of the old one again", async () => {
  const scene = await migrated();
  const more = "export const more = validator.check(readFileText(`y`, `utf8`));\n";
  await put(scene, "src/app.ts", MIGRATED["src/app.ts"].replace('(["a"])', '(["a", "b"])') + more);
  const read = await contents(scene, "src/read.ts");
  await rm(join(scene.dependent.dir, "src/read.ts"));
  await put(scene, "src/lib/read.ts", read.replace('"latin1"', 'path === "" ? "utf8" : "latin1"'));
  await put(
    scene,
    "src/new.ts",
    'import { ValidatorBase as V } from "@acme/core";\n\nexport const v = new V([]).check("");\n',
  );
  await put(scene, "src/quiet.ts", "export const check = 2;\n");
  await put(scene, "package.json", PACKAGE.replace("^0.9.0", "^1.0.0").replace("^4.0.0", "^4.1.0"));

  const { exitCode, stdout, stderr } = await rollback(scene, "--json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    conflicts: 0,
    flagged: 0,
    notes: [],
    files: [
      { path: "package.json", action: "merged" },
      { path: "src/app.ts", action: "inverted" },
      { path: "src/lib/read.ts", action: "inverted", moved_from: "src/read.ts" },
      { path: "src/new.ts", action: "inverted" },
    ],
  });
  expect(await contents(scene, "package.json")).toBe(PACKAGE.replace("^4.0.0", "^4.1.0"));
  expect(await contents(scene, "src/app.ts")).toBe(
    `${DEPENDENT["src/app.ts"].replace('(["a"])', '(["a", "b"])')}export const more = validator.validate(readText(\`y\`, \`utf8\`));\n`,
  );
  expect(await contents(scene, "src/lib/read.ts")).toBe(
    SOURCES["src/read.ts"].replace('"latin1"', 'path === "" ? "utf8" : "latin1"'),
  );
  expect(await contents(scene, "src/new.ts")).toBe(
    'import { BaseValidator as V } from "@acme/core";\n\nexport const v = new V([]).validate("");\n',
  );
  expect(await contents(scene, "src/quiet.ts")).toBe("export const check = 2;\n");
});

test("a range that was raised further since is left, and pointed out", async () => {
  const scene = await migrated();
  await put(scene, "package.json", PACKAGE.replace("^0.9.0", "^1.2.0"));
  const { exitCode, stdout } = await rollback(scene);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("package.json:4  @acme/core was set to ^1.2.0 since: it was ^0.9.0 before the migration");
  expect(await contents(scene, "package.json")).toBe(PACKAGE.replace("^0.9.0", "^1.2.0"));
  expect(await contents(scene, "src/app.ts")).toBe(DEPENDENT["src/app.ts"]);
});
