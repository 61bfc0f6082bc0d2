import { expect, test } from "vitest";
import type { Operation } from "../../../src/domain/operation.js";
import { migrateSources } from "../../../src/migration/edit/migrate-sources.js";
import { fc } from "../../support/fast-check.js";
import { coreOf, migrationIn, operationOf } from "../../support/migration.js";
import { temporaryFolder } from "../../support/temp.js";

const CORE = coreOf("core", {
  "index.ts": [
    "export class Old<T = unknown> { readonly held?: T; static make(): Old { return new Old(); } }",
    "export interface Shape { readonly size: number }",
    "export const other = 1;",
    "export { Old as Alias } from './deep.js';",
    "export interface Node { readonly type: number }",
    "export declare const Intl: () => never, xlink: (href: string) => string, href: string;",
    "export function unused(a: number, b: number): void { void [a, b]; }",
  ].join("\n"),
  "deep.ts": "export class Old {}\nexport const deep = 1;\n",
});

const RENAMES = [
  operationOf("rename.symbol", { module: "core", from: "Old", to: "New" }, 0.95, "OP001"),
  operationOf("rename.symbol", { module: "core", from: "Shape", to: "Old" }, 0.95, "OP002"),
  operationOf("rename.import", { from: "core/deep", to: "core/inner" }, 0.95, "OP003"),
];

const GLOBAL_NAMES = [
  operationOf("rename.symbol", { module: "core", from: "Node", to: "Leaf" }, 0.95, "OP001"),
  operationOf("rename.symbol", { module: "core", from: "Intl", to: "locale" }, 0.95, "OP002"),
  operationOf("rename.symbol", { module: "core", from: "xlink", to: "xl" }, 0.95, "OP003"),
  operationOf("rename.symbol", { module: "core", from: "href", to: "link" }, 0.95, "OP005"),
];

/** Calls are told by types alone: with this, no file is looked at by itself. */
const CALL = operationOf("arg.remove", { callable: "core.unused", name: "b", position: 1 }, 0.95, "OP004");

const IMPORTS = [
  `import { Old } from "core";`,
  `import { Old, Shape, other } from "core";`,
  `import { type Shape, Old as Mine } from "core";`,
  `import type { Shape } from "core";`,
  `import { Old as New } from "core";`,
  `import { Alias } from "core";`,
  `import { Old } from "core/deep";`,
  `import { deep } from "core/deep";`,
  `import * as all from "core";`,
  `import { New } from "./new.js";`,
  `import New from "./new.js";`,
  `import { Old } from "./old.js";`,
  `export { Old } from "core";`,
  `export { Shape as Form, Old as New } from "core";`,
  `export * from "core";`,
];

const STATEMENTS = [
  `export const made: Old = new Old();`,
  `export class Heir<T extends Shape> extends Old<T> implements Shape { size = 1; }`,
  `export function f(Old: number, shape: Shape): number { return Old + shape.size; }`,
  `export function g(): Old { const New = 1; void New; return new Old(); }`,
  `function h() { class New {} return [new New(), Old.make()]; }`,
  `{ const Old = 1; void Old; }`,
  `new Mine();`,
  `class Old {}`,
  `interface New { old: Old }`,
  `type Shape = { a: 1 };`,
  `enum Kind { Old, New = Old }`,
  `namespace Space { export const Old = 1; export const again = Old; }`,
  `declare global { interface Window { old: Old } }`,
  `declare module "core" { interface Shape { more: Old } }`,
  `export { Old };`,
  `export { Old as Former, Shape };`,
  `export default Old;`,
  `export = Old;`,
  `export const all = { Old, New: 1 };`,
  `const { Old: taken, ...rest } = all;`,
  `const key = table[Old], text = "Old";`,
  `const tests = spyOn(Old, New);`,
  `all.Old.make(); type T = all.Shape;`,
  `const it: Shape & { Old: Old } = { Old: new Old(), size: 1 }; it.Old;`,
  `type Infer<T> = T extends Old<infer New> ? New : typeof Old;`,
  `import Inner = Old.Inner;`,
  `import Same = Old;`,
  `Old: for (;;) break Old;`,
  `/** Of {@link Old}, or {@link New}. */ export const linked = 1;`,
  `/** @import { Shape } from "core" */`,
  `export const check = (x: unknown): x is Old => x instanceof Old;`,
  `const again = <New,>(x: New, y: Old) => [x, y];`,
  `const awaited = await Promise.all([Old]);`,
  `try { Old; } catch (New) { Old; }`,
  `Old.prototype.size = New;`,
  `const \\u004fld = 1;`,
  "const made2 = `${Old} ${New}` as Old | Shape;",
  `const isShape = (x: unknown): boolean => x instanceof Shape;`,
  `type Kept = other | Old.Kept | typeof Old.kept;`,
];

const fileOf = fc
  .tuple(fc.subarray(IMPORTS, { maxLength: 3 }), fc.shuffledSubarray(STATEMENTS, { maxLength: 6 }))
  .map(([imports, statements]) => [...imports, ...statements, ""].join("\n"));

async function outcomes() {
  const root = await temporaryFolder();
  return (files: Readonly<Record<string, string>>, operations: readonly Operation[]) => {
    const { changes, results, unparsable } = migrateSources(migrationIn(root, files, CORE, operations));
    return {
      texts: Object.fromEntries(changes.map(({ path, after }) => [path, Buffer.from(after ?? "").toString()])),
      results: results.filter(({ id }) => id !== CALL.id),
      unparsable,
    };
  };
}

test.each(["a.ts", "a.tsx", "a.js", "a.d.ts"])("a file comes out as by all types: %s", async (name) => {
  const outcome = await outcomes();
  let edited = 0;
  fc.assert(
    fc.property(fileOf, (text) => {
      const found = outcome({ [name]: text }, RENAMES);
      edited += Object.keys(found.texts).length;
      expect(found).toEqual(outcome({ [name]: text }, [...RENAMES, CALL]));
    }),
  );
  expect(edited).toBeGreaterThan(25);
});

test.each([
  [
    "a global value beside an imported type",
    `import { type Node } from "core";\nexport const isText = (node: Node) => node.type === Node.TEXT_NODE;\n`,
    `import { type Leaf } from "core";\nexport const isText = (node: Leaf) => node.type === Node.TEXT_NODE;\n`,
  ],
  [
    "a global namespace beside an imported value",
    `import { Intl } from "core";\nexport const format: Intl.NumberFormat = Intl();\n`,
    `import { locale } from "core";\nexport const format: Intl.NumberFormat = locale();\n`,
  ],
  [
    "parts of a name with a namespace of XML",
    `import { xlink, href } from "core";\nexport const use = <use xlink:href={xlink(href)} />;\n`,
    `import { xl, link } from "core";\nexport const use = <use xlink:href={xl(link)} />;\n`,
  ],
])("%s is left as it is", async (_name, text, expected) => {
  const outcome = await outcomes();
  for (const operations of [GLOBAL_NAMES, [...GLOBAL_NAMES, CALL]]) {
    expect(outcome({ "a.tsx": text }, operations).texts).toEqual({ "a.tsx": expected });
  }
});

test("what a file declares for all is known to others, however it is looked at itself", async () => {
  const outcome = await outcomes();
  const files = {
    "globals.d.ts": `import { Old, Shape } from "core";\nexport declare const made: Old;\ndeclare global {\n  const held: Shape;\n}\n`,
    "a.ts": `import { Old } from "core";\nnew Old(held.size);\n`,
  };
  const operations = [
    RENAMES[0]!,
    operationOf("rename.member", { module: "core", container: "Shape", from: "size", to: "extent" }, 0.95, "OP002"),
  ];
  const found = outcome(files, operations);
  expect(found.texts["a.ts"]).toBe(`import { New } from "core";\nnew New(held.extent);\n`);
  expect(found).toEqual(outcome(files, [...operations, CALL]));
});
