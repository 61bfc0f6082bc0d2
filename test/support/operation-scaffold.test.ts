import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { layOperation } from "./operation-scaffold.js";
import { temporaryFolder } from "./temp.js";

const REGISTRIES = ["src/operations/registry.ts", "src/migration/edit/codemods.ts"];

/** A folder with the two registries of this project. */
async function registriesAlone(): Promise<string> {
  const root = await temporaryFolder();
  for (const path of REGISTRIES) await cp(join(import.meta.dirname, "../..", path), join(root, path));
  return root;
}

function readRegistries(root: string): Promise<string[]> {
  return Promise.all(REGISTRIES.map((path) => readFile(join(root, path), "utf8")));
}

function addedLines(before: string, after: string): string[] {
  const known = new Set(before.split("\n"));
  return after.split("\n").filter((line) => !known.has(line));
}

test("a new kind has its folder, its near-misses and its lines in both registries", async () => {
  const root = await registriesAlone();
  const before = await readRegistries(root);
  const written = await layOperation(root, "arg.split_twice");
  expect(written).toContain("src/operations/arg.split_twice/index.ts");
  expect(written).toContain("fixtures/operations/arg.split_twice/near-misses/core-to/src/index.ts");
  const after = await readRegistries(root);
  expect(after.map((text, at) => addedLines(before[at]!, text))).toEqual([
    ['import { argSplitTwice } from "./arg.split_twice/index.js";', "  argSplitTwice,"],
    [
      'import { codemod as argSplitTwice } from "../../operations/arg.split_twice/typescript.js";',
      "  binder(argSplitTwice),",
    ],
  ]);
});

test.each([
  ["Split", "new-operation-name"],
  ["../arg.split", "new-operation-name"],
  ["arg.again", "new-operation-there"],
])("%s writes nothing", async (kind, code) => {
  const root = await registriesAlone();
  await layOperation(root, "arg.again");
  const before = await readRegistries(root);
  await expect(layOperation(root, kind)).rejects.toMatchObject({ code });
  expect(await readRegistries(root)).toEqual(before);
});
