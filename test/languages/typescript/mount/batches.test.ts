import { ts } from "ts-morph";
import { expect, it } from "vitest";
import { batchesOf } from "../../../../src/languages/typescript/mount/batches.js";
import { createMountedProgram } from "../../../../src/languages/typescript/mount/program.js";
import { type TypeCheck, typeErrors } from "../../../../src/languages/typescript/mount/type-errors.js";
import { coreOf } from "../../../support/migration.js";
import { temporaryFolder } from "../../../support/temp.js";

const core = coreOf("core", { "index.ts": "export const old = (n: number): number => n;\n" });
const use = 'import { old } from "core";\n';
/** More than half of what is looked at together. */
const long = `/*${"x".repeat(400_000)}*/\n`;

async function checkOf(files: Readonly<Record<string, string>>): Promise<TypeCheck> {
  const root = await temporaryFolder();
  return { root, files: Object.keys(files), textOf: (path) => files[path], core, parsed: new Map() };
}

it("looks at large files one after the other, and forgets each", async () => {
  const check = await checkOf({ "a.ts": use + long, "b.ts": use + long, "c.ts": use });
  const isKnown = (path: string): boolean => [...check.parsed.keys()].some((key) => key.endsWith(path));
  const parts: string[][] = [];
  for (const { files } of batchesOf(check)) {
    const paths = files.map((path) => path.slice(check.root.length + 1));
    typeErrors({ ...check, files: paths });
    expect(["a.ts", "b.ts", "c.ts"].filter(isKnown)).toEqual(paths);
    parts.push(paths);
  }
  expect(parts).toEqual([["a.ts"], ["b.ts", "c.ts"]]);
});

it("reads the doc comments of a declaration file that an earlier part imports", async () => {
  const check = await checkOf({
    "a.ts": 'import { b } from "./b.js";\nexport const a = b;\n',
    "b.d.ts": "/** @throws {Error} */\nexport declare const b: number;\n",
  });
  const { root, parsed } = check;
  const textOf = (path: string) => check.textOf(path.slice(root.length + 1));
  const tags = ["a.ts", "b.d.ts"].flatMap((path) =>
    [...batchesOf({ ...check, files: [path] })].map(({ options, rootFiles }) => {
      const program = createMountedProgram({ root, options, rootFiles, core: undefined, textOf, parsed });
      return ts.getJSDocTags(program.getSourceFile(`${root}/b.d.ts`)!.statements[0]!).length;
    }),
  );
  expect(tags).toEqual([0, 1]);
});

it.each([
  ["a global declaration", `${use}declare global {\n  interface Shared { here: string }\n}\n`],
  ["a script", "interface Shared { here: string }\n"],
  [
    "a script with a namespace",
    "declare namespace Inner {\n  export type Here = string;\n}\ninterface Shared { here: Inner.Here }\n",
  ],
])("finds %s from any part", async (_name, declares) => {
  const uses = `${use}export const one = (shared: Shared): number => shared.here + old(1);\n`;
  const small = await checkOf({ "a.ts": declares, "b.ts": uses });
  const large = await checkOf({ "a.ts": declares + long, "b.ts": uses + long });
  const expected = new Map([["b.ts", [expect.objectContaining({ line: 2, code: 2322 })]]]);
  expect(typeErrors(small)).toEqual(expected);
  expect(typeErrors(large)).toEqual(expected);
});
