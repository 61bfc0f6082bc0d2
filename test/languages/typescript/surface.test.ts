import { describe, expect, it } from "vitest";
import { reachableMembers } from "../../../src/languages/typescript/ancestors.js";
import { namesOf, openFiles, openIndex, symbolOf } from "../../support/core-version.js";

async function namesIn(index: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
  return namesOf((await openIndex(index, others)).surface);
}

describe("re-exports", () => {
  it("are followed through names, aliases, stars and namespaces", async () => {
    const names = await namesIn(
      `export { a, b as c } from "./one.js";
       export * from "./two.js";
       export * as ns from "./one.js";
       import { deep } from "./two.js";
       import * as whole from "./three.js";
       export { deep as shallow, whole };
       export { default as Main } from "./three.js";`,
      {
        "src/one.ts": "export const a = 1; export const b = 2;",
        "src/two.ts": 'export function deep() {} export { hidden } from "./three.js"; export default 1;',
        "src/three.ts": "export const hidden = 3; export default class Main {}",
      },
    );
    expect(names).toEqual(
      [
        "core:Main class",
        "core:a constant",
        "core:c constant",
        "core:deep function",
        "core:hidden constant",
        "core:ns namespace",
        "core:ns.b constant",
        "core:shallow function",
        "core:whole namespace",
        "core:whole.default class",
      ].sort(),
    );
  });

  it("end in cycles, whichever module is asked first", async () => {
    const files = {
      "package.json": { name: "core", exports: { "./x": "./x.ts", "./y": "./y.ts" } },
      "x.ts": 'export * from "./y.js"; export * from "./x.js"; export const x = 1; export { self } from "./x.js";',
      "y.ts": 'export * from "./x.js"; export { x as again } from "./x.js"; export const y = 1;',
    };
    for (const order of [
      ["x.ts", "y.ts"],
      ["y.ts", "x.ts"],
    ]) {
      const { core } = await openFiles(files);
      for (const path of order) expect([...core.linker.exportsOf(path).keys()].sort()).toEqual(["again", "x", "y"]);
    }
  });

  it("give each thing its most direct name, and know the others", async () => {
    const version = await openFiles({
      "package.json": { name: "core", exports: { ".": "./index.ts", "./io": "./io.ts" } },
      "index.ts": 'export * from "./io.js"; export * as io from "./io.js"; export { read as load } from "./io.js";',
      "io.ts": "export function read() {}",
    });
    expect(symbolOf(version, "core:read").alsoAs).toEqual(["core/io:read", "core:io.read", "core:load"]);
    expect(symbolOf(version, "core:load").declaration).toBe(symbolOf(version, "core:read").declaration);
  });

  it("prefer an explicit name to a star, and take no default through a star", async () => {
    const names = await namesIn('export * from "./a.js"; export class same {}', {
      "src/a.ts": "export function same() {} export default 1; export const other = 1;",
    });
    expect(names).toEqual(["core:other constant", "core:same class"]);
  });

  it("that lead nowhere are left out", async () => {
    expect(await namesIn('export { gone } from "./gone.js"; export * from "elsewhere"; export const a = 1;')).toEqual([
      "core:a constant",
    ]);
  });
});

describe("namespaces", () => {
  it("hold what they export, lists, imports and dotted names included", async () => {
    const names = await namesIn(`
      const inner = 1;
      export namespace a.b { export const c = 1; const hidden = 2; }
      export declare namespace d { const e: 1; export { inner as f }; }
      export import g = a.b;
      export declare namespace open { const h: 1; function i(): void; }
    `);
    expect(names).toEqual(
      [
        "core:a namespace",
        "core:a.b namespace",
        "core:a.b.c constant",
        "core:d namespace",
        "core:d.f constant",
        "core:g constant",
        "core:open namespace",
        "core:open.h constant",
        "core:open.i function",
      ].sort(),
    );
  });
});

describe("export =", () => {
  it("makes the value the module, with its members as names", async () => {
    const version = await openFiles({
      "package.json": { name: "core", types: "index.d.ts" },
      "index.d.ts":
        "declare function core(a: string): void; declare namespace core { interface Options { b: 1 } const version: string; } export = core;",
    });
    expect(namesOf(version.surface)).toEqual(
      ["core:Options interface", "core:Options.b property", "core:default function", "core:version constant"].sort(),
    );
  });

  it("of a class exports what is static or in its namespace; the rest stays with the class", async () => {
    const version = await openFiles({
      "package.json": { name: "core", types: "index.d.ts" },
      "index.d.ts": `declare class Cache { constructor(max: number); static of(): Cache; readonly size: number; clear(): void;
        [Symbol.iterator](): Iterator<string> }
        declare namespace Cache { interface Entry { ttl: number } function merge(): void } export = Cache;`,
    });
    expect(namesOf(version.surface)).toEqual(
      [
        "core:Entry interface",
        "core:Entry.ttl property",
        "core:default class",
        "core:default.[Symbol.iterator] method",
        "core:default.clear method",
        "core:default.constructor constructor",
        "core:default.size property",
        "core:merge function",
        "core:of method",
      ].sort(),
    );
  });

  it("is followed from import x = require", async () => {
    const version = await openFiles({
      "package.json": { name: "core", types: "index.d.ts" },
      "index.d.ts": 'import lib = require("./lib"); export { lib }; export import other = lib.Other;',
      "lib.d.ts": "declare class Lib { a: 1 } declare namespace Lib { class Other {} } export = Lib;",
    });
    expect(namesOf(version.surface)).toContain("core:lib class");
    expect(namesOf(version.surface)).toContain("core:lib.a property");
  });
});

it("finds what a type inherits inside of namespaces and of modules that are declared by name", async () => {
  const version = await openFiles({
    "package.json": { name: "core", types: "index.d.ts" },
    "index.d.ts": `declare module "core" {
      interface Hidden { far: 1 } export interface Shown extends Hidden { near: 1 }
      export namespace kit { interface Base { deep: 1 } interface Tool extends Base { own: 1 } }
      export class Box { Base: 1; static kinds: typeof kinds } const kinds: { a: 1 }; export {};
    }`,
  });
  const reached = (name: string) => [...reachableMembers(version.core, symbolOf(version, name))].sort();
  expect(reached("core:Shown")).toEqual(["far", "near"]);
  expect(reached("core:kit.Tool")).toEqual(["deep", "own"]);
  expect(namesOf(version.surface)).toContain("core:Shown.far property");
  expect(namesOf(version.surface)).toContain("core:Box.kinds.a property");
});

it("finds modules that a declaration file declares by name", async () => {
  const version = await openFiles({
    "package.json": { name: "core", types: "index.d.ts" },
    "index.d.ts":
      'declare module "core" { export { B } from "core/b"; export const a: 1; } declare module "core" { export const c: 2; } declare module "core/b" { export class B {} }',
  });
  expect(namesOf(version.surface)).toEqual(["core:B class", "core:a constant", "core:c constant"]);
});

describe("CommonJS", () => {
  async function commonJs(main: string, others: Readonly<Record<string, string>> = {}): Promise<string[]> {
    return namesOf((await openFiles({ "package.json": { name: "core" }, "index.js": main, ...others })).surface);
  }
  const lib = {
    "lib.js": "exports.read = function (path) {}; exports.SIZE = 4; class Box { open() {} } exports.Box = Box;",
  };
  const libNames = ["core:Box class", "core:Box.open method", "core:SIZE constant", "core:read function"];

  it.each([
    ["an object", 'const { read, SIZE, Box } = require("./lib"); module.exports = { read, SIZE, Box };'],
    ["a renamed part", 'const { read: r, SIZE, Box } = require("./lib"); module.exports = { read: r, SIZE, Box };'],
    ["a module", 'module.exports = require("./lib.js");'],
    ["a spread module", 'module.exports = { ...require("./lib") };'],
    ["a compiler's star", '"use strict"; __exportStar(require("./lib"), exports);'],
    ["tslib's star", 'const tslib_1 = require("tslib"); tslib_1.__exportStar(require("./lib"), exports);'],
    [
      "a compiler's getters",
      `Object.defineProperty(exports, "__esModule", { value: true }); exports.read = exports.SIZE = exports.Box = void 0;
       var lib_1 = require("./lib");
       Object.defineProperty(exports, "read", { enumerable: true, get: function () { return lib_1.read; } });
       Object.defineProperty(exports, "SIZE", { enumerable: true, get() { return lib_1.SIZE; } });
       Object.defineProperty(exports, "Box", { enumerable: true, get: () => lib_1.Box });`,
    ],
    [
      "members of require",
      'exports.read = require("./lib").read; exports.SIZE = require("./lib").SIZE; exports.Box = require("./lib").Box;',
    ],
    [
      "a variable with a member",
      'const read = require("./lib").read; const lib = require("./lib"); exports.read = read; exports.SIZE = lib.SIZE; exports.Box = lib.Box;',
    ],
  ])("exports %s", async (_what, main) => {
    expect(await commonJs(main, lib)).toEqual(libNames);
  });

  it.each([
    ["module.exports = create;", "module.exports = create; function create() {}"],
    ["exports = module.exports = create;", "exports = module.exports = create; function create() {}"],
    ["module.exports = function () {}", "module.exports = function () {};"],
  ])("makes a function the module: %s", async (_what, main) => {
    expect(await commonJs(`${main} module.exports.version = "1";`)).toEqual([
      "core:default function",
      "core:version constant",
    ]);
  });
});

describe("declaration files with JavaScript beside them", () => {
  it("have the bodies and the comments of the implementation", async () => {
    const version = await openFiles({
      "package.json": { name: "core", types: "index.d.ts", main: "index.js" },
      "index.d.ts": "export declare function read(path: string): string; export declare class Box { open(): void }",
      "index.js":
        "/** Reads a file. @deprecated Use load. */\nexports.read = function (path) { return load(path); };\nexports.Box = class { open() { start(); } };",
    });
    expect(symbolOf(version, "core:read").declaration).toMatchObject({
      doc: "Reads a file.",
      deprecated: "Use load.",
      calls: ["load"],
      body: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(symbolOf(version, "core:read").declaration.signatures[0]!.returns).toBe("string");
    expect(symbolOf(version, "core:Box.open").declaration.calls).toEqual(["start"]);
  });
});

describe("roles", () => {
  it("tell keys of options from members of things", async () => {
    const version = await openIndex(`
      export interface FetchOptions { retries?: number; proxy?: { host: string } }
      export interface Item { name: string; price: number }
      export type Extra = FetchOptions & { more?: boolean };
      export function load(id: string, options?: Extra): Item { throw 0; }
      export function save(item: Item): void {}
      export class Client { readonly timeout = 1; }
    `);
    const roles = version.surface.symbols.map(({ container, name, role }) => `${container}.${name} ${role}`);
    expect(roles).toContain("FetchOptions.retries config-key");
    expect(roles).toContain("FetchOptions.proxy.host config-key");
    expect(roles).toContain("Extra.more config-key");
    expect(roles).toContain("Item.name member");
    expect(roles).toContain("Client.timeout member");
    expect(roles).toContain(".load export");
  });
});

describe("keys of a value", () => {
  const names = `
    export enum Code { Low = 1 }
    type Names = "up" | "down";
    type Alias = Names;
    type Weights = Record<Names, number>;`;

  it.each([
    ["Record<Names, number>", ["down", "up"]],
    ["Readonly<Record<Alias, number>>", ["down", "up"]],
    ['Record<"up" | "left", number>', ["left", "up"]],
    ["Record<keyof typeof Code, number>", ["Low"]],
    ["{ readonly [N in Names]?: number }", ["down", "up"]],
    ["Record<Names, { a: Set<1> }> | undefined", ["down", "up"]],
    [`Record<Names, { ${"a".repeat(400)}: 1 }>`, ["down", "up"]],
    ["Record<Names, number>[]", []],
    ["Promise<Record<Names, number>>", []],
    ["{ [N in Names]: number }[Names]", []],
    ["Weights", ["down", "up"]],
    ["typeof Code", ["Low"]],
    ["Record<string, number>", []],
    ["Code", []],
  ])("of the type %s are %j", async (type, keys) => {
    const found = await namesIn(`${names} export declare class Box { static values: ${type}; }`);
    const inside = found.flatMap((name) => /^core:Box\.values\.(\w+) /.exec(name)?.[1] ?? []);
    expect(inside).toEqual(keys);
  });

  it("are not looked for in other packages", async () => {
    const { core } = await openIndex(
      'import type { Weights } from "scales"; export declare class Box { values: Weights; }',
    );
    expect([...core.linker.unresolved.keys()]).toEqual([]);
  });
});

it("mounts dependencies that names come from", async () => {
  const version = await openIndex('export { thing } from "dep"; export * from "dep/sub";');
  const { coreFilesOf } = await import("../../support/core-version.js");
  const dependency = coreFilesOf({
    "package.json": { name: "dep", exports: { ".": "./a.ts", "./sub": "./b.ts" } },
    "a.ts": "export const thing = 1;",
    "b.ts": 'export { thing as other } from "dep";',
  });
  const core = version.core.withDependencies(new Map([["dep", dependency]]));
  expect([...core.linker.exportsOf("src/index.ts").keys()].sort()).toEqual(["other", "thing"]);
  expect([...core.sources("1.0.0").files.keys()]).toContain("node_modules/dep/a.ts");
});
