import { expect, test } from "vitest";
import { CoreMount } from "../../../../src/languages/typescript/mount/core-mount.js";
import { OptionsFinder } from "../../../../src/languages/typescript/mount/options.js";
import { NO_FOLDER } from "../../../../src/languages/typescript/mount/program.js";
import {
  isToldByName,
  isToldBySyntax,
  isToldByText,
  mayTellByName,
  mayTellBySyntax,
} from "../../../../src/languages/typescript/uses/by-name.js";
import { placesOf } from "../../../../src/languages/typescript/uses/places.js";
import type { Target } from "../../../../src/languages/typescript/uses/use.js";
import { openView } from "../../../../src/languages/typescript/uses/view.js";
import { coreOf } from "../../../support/migration.js";

const OLD: Target = { kind: "name", module: "core", name: "Old" };
const RUN: Target = { kind: "name", module: "core", name: "run" };

const IO: Target = { kind: "module", specifier: "core/io" };
const DEEP_DEFAULT: Target = { kind: "name", module: "core/deep", name: "default" };

const TOLD = {
  "an import and its uses": `import { Old } from "core";\nexport const made: Old = new Old();`,
  "another local name": `import { Old as Mine } from "core";\nnew Mine();`,
  "a name in a scope of its own": `import { Old } from "core";\nexport function f(Old: number) { return Old; }`,
  "a name of the module's own": `class Old {}\nexport const mine = new Old();`,
  "a namespace": `import * as core from "core";\nexport const made: core.Old = new core.Old();`,
  "a re-export": `export { Old } from "core";`,
  "a local export": `import { Old } from "core";\nexport { Old };`,
  "another name alone": `import { other } from "./other.js";\nother.old();`,
};

const NOT_TOLD = {
  "a module of the dependent's own": `import { Old } from "./barrel.js";\nnew Old();`,
  "a member of something": `import { thing } from "./thing.js";\nnew thing.Old();`,
  "a shorthand property": `import { Old } from "core";\nexport const all = { Old };`,
  "a pattern": `import * as core from "core";\nconst { Old } = core;\nexport const made = new Old();`,
  "a string": `import * as core from "core";\nexport const made = core["Old"];`,
  "an augmentation": `import "core";\ndeclare module "core" { interface Old { mine: number } }`,
  "a comment": `/** See {@link Old}. */\nexport const x = 1;`,
};

test.each(Object.entries(TOLD))("%s is told by names alone", (_name, text) => {
  expect(isTold(text)).toBe(true);
});

test.each(Object.entries(NOT_TOLD))("%s needs types", (_name, text) => {
  expect(isTold(text)).toBe(false);
});

const { "a namespace": namespace, ...TOLD_BY_SYNTAX } = TOLD;

test.each(Object.entries(TOLD_BY_SYNTAX))("%s is told by syntax alone", (_name, text) => {
  expect(mayTellBySyntax(text, [OLD])).toBe(true);
  expect(isTold(text, [OLD], isToldBySyntax)).toBe(true);
});

test.each([
  ["a namespace", namespace],
  ["another module of the core", `import { Old } from "core/deep";\nnew Old();`],
  ["a type where the core exports a value", `import { run } from "core";\nconst made: run = run();`],
  ["a namespace where the core exports none", `import { Old } from "core";\nconst made: Old.Part = new Old();`],
  ["a namespace of the file's own, which may be declared elsewhere, too", `namespace Mine { export type T = Old; }`],
  ["a file in which `await` may be a name", `const made = await Old;`],
  ...Object.entries(NOT_TOLD),
])("%s is not told by syntax alone", (_name, text) => {
  expect(isTold(text, [OLD, RUN], isToldBySyntax)).toBe(false);
});

test("a file that mentions a member as well needs types", () => {
  const text = `import { Old } from "core";\nnew Old().send();`;
  expect(isTold(text, [OLD])).toBe(true);
  const both: Target[] = [OLD, { kind: "name", module: "core", container: "Old", name: "send" }];
  expect(isTold(text, both)).toBe(false);
  expect(mayTellBySyntax(text, both)).toBe(false);
});

test("members alone, and calls, are never told by names", () => {
  expect(mayTellByName([{ kind: "name", module: "core", container: "Old", name: "send" }])).toBe(false);
  expect(mayTellByName([OLD, { kind: "call", callable: "core.run" }])).toBe(false);
  expect(mayTellByName([OLD, { kind: "option", config: "core.Options", key: "deep" }])).toBe(true);
});

test.each<[string, boolean, Target[]]>([
  [`import { other } from "core/io";\nother(await open());`, true, [IO, OLD]],
  [`const io = require("core/io");\nio.other();`, true, [IO, OLD]],
  [`import { Old } from "core";\nimport "core/io";`, false, [IO, OLD]],
  [`import "core/io";\nconst key = "deep";`, false, [IO, { kind: "option", config: "core.Options", key: "very.deep" }]],
  [`import "core/io";\nexport const mode = "fast";`, false, [IO, { kind: "value", module: "core", value: "fast" }]],
  [`import made from "core";\nimport "core/io";`, false, [IO, { kind: "name", module: "core", name: "default" }]],
  // By way of "core" as much as by its own module.
  [`import { other } from "core";\nimport "core/io";`, true, [IO, DEEP_DEFAULT]],
  [`import type { Other } from "core";\nimport * as io from "core/io";`, true, [IO, DEEP_DEFAULT]],
  [`import made from "core";\nimport "core/io";`, false, [IO, DEEP_DEFAULT]],
  [`export { default } from "core";\nimport "core/io";`, false, [IO, DEEP_DEFAULT]],
  // However it is escaped.
  [`import "core/io";\nimport { \\u004fld } from "core";`, false, [IO, OLD]],
  [`import "core/io";\nexport const end = "\\r\\n";`, false, [IO, { kind: "value", module: "core", value: "\r\n" }]],
  // Only where it is a module is this no error.
  [`const io = await open("core/io");`, false, [IO]],
])("%s is told by its text: %s", (text, told, targets) => {
  expect(isToldByText(text, targets)).toBe(told);
});

function isTold(
  text: string,
  targets: readonly Target[] = [OLD],
  tells: typeof isToldBySyntax = isToldByName,
): boolean {
  const core = coreOf("core", { "index.ts": `export class Old { send(): void {} }\nexport function run(): void {}` });
  const path = `${NO_FOLDER}/a.ts`;
  const view = openView(
    {
      root: NO_FOLDER,
      options: new OptionsFinder(NO_FOLDER).optionsFor(path),
      core: new CoreMount(core),
      packages: ["core"],
      targets: new Map([["OP001", targets]]),
      textOf: (each) => (each === "a.ts" ? text : undefined),
      parsed: new Map(),
      ownModules: undefined,
    },
    [path],
    true,
  );
  const file = view.program.getSourceFile(path)!;
  return tells(file, view.context, placesOf(file));
}
