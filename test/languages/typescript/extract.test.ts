import { describe, expect, it } from "vitest";
import type { Declaration } from "../../../src/domain/symbol.js";
import { extractFile } from "../../../src/languages/typescript/extract.js";

function declarations(text: string, path = "index.ts"): Map<string, Declaration> {
  return new Map(extractFile(path, text).declarations.map((declaration) => [declaration.id, declaration]));
}

/** `id kind`, in source order. */
function outline(text: string, path?: string): string[] {
  return [...declarations(text, path).values()].map(({ id, kind }) => `${id} ${kind}`);
}

describe("functions", () => {
  it("share one declaration among overloads, without the implementation's signature", () => {
    const { signatures, body, line } = declarations(`
      export function on(name: "open"): void;
      export function on(name: "close", code?: number): void;
      export function on(name: string, ...rest: unknown[]): void { emit(name, rest); }
    `).get("on")!;
    expect(signatures).toEqual([
      { parameters: [{ name: "name", type: '"open"', optional: false, rest: false }], returns: "void" },
      {
        parameters: [
          { name: "name", type: '"close"', optional: false, rest: false },
          { name: "code", type: "number", optional: true, rest: false },
        ],
        returns: "void",
      },
    ]);
    expect(body).toBeDefined();
    expect(line).toBe(2);
  });

  it("show defaults, rest, type parameters and promises, and hide this", () => {
    const [signature] = declarations(
      "export async function load<T extends object>(this: Window, url = 'a', { deep }: Options = {}, ...more: T[]) {}",
    ).get("load")!.signatures;
    expect(signature).toEqual({
      parameters: [
        { name: "url", optional: true, rest: false, default: '"a"' },
        { name: "{ deep }", type: "Options", optional: true, rest: false, default: "{}" },
        { name: "more", type: "T[]", optional: false, rest: true },
      ],
      returns: "Promise",
      typeParameters: ["T extends object"],
    });
  });

  it("may stand in a variable, and be what a variable's type says", () => {
    const found = declarations(`
      export const add = (a: number, b: number): number => a + b;
      export const later: (done: () => void) => void = schedule;
      export const old = add;
      export const VERSION = "1.0" as const;
    `);
    expect([...found.values()].map(({ name, kind, aliasOf, value }) => [name, kind, aliasOf, value])).toEqual([
      ["add", "function", undefined, undefined],
      ["later", "function", "schedule", undefined],
      ["old", "constant", "add", undefined],
      ["VERSION", "constant", undefined, '"1.0"'],
    ]);
    expect(found.get("add")!.signatures[0]!.returns).toBe("number");
  });
});

describe("merged declarations", () => {
  it.each([
    ["function and namespace", "function f() {} namespace f { export const x = 1; }", ["f function", "f.x constant"]],
    [
      "class and namespace",
      "class C { a = 1 } namespace C { export type T = 1 }",
      ["C class", "C.a property", "C.T type"],
    ],
    [
      "interface and constant",
      "interface I { a: 1 } const I = { b: 2 };",
      ["I constant", "I.a property", "I.b property"],
    ],
    ["type and constant", "type T = A | B; const T = make();", ["T constant"]],
    [
      "enum and namespace",
      "enum E { A } namespace E { export function of() {} }",
      ["E enum", "E.A enum-member", "E.of function"],
    ],
    ["two interfaces", "interface I { a: 1 } interface I { b: 2 }", ["I interface", "I.a property", "I.b property"]],
  ])("of %s are one thing with the members of both", (_what, text, expected) => {
    expect(outline(text)).toEqual(expected);
  });
});

describe("classes", () => {
  it("show what a dependent can reach", () => {
    const found = declarations(`
      export abstract class Box<T> extends Base<T> implements Sized, Named {
        static readonly EMPTY = 0;
        static of<T>(value: T): Box<T> { return new Box(value); }
        #secret = 1;
        private hidden = 2;
        protected inner?: T;
        "quoted name" = 3;
        ["computed"]() {}
        [Symbol.iterator]() {}
        constructor(readonly width: number, private depth: number, protected tag?: string, plain = 1) { super(); }
        get size(): number { return 1; }
        set size(value: number) {}
        private constructor_() {}
        handler = (event: Event) => { use(event); };
        abstract area(): number;
      }
    `);
    expect([...found.values()].map(({ id, kind, visibility }) => `${id} ${kind} ${visibility}`)).toEqual([
      "Box class public",
      "Box.EMPTY property public",
      "Box.of method public",
      "Box.inner property protected",
      "Box.quoted name property public",
      "Box.computed method public",
      "Box.[Symbol.iterator] method public",
      "Box.constructor constructor public",
      "Box.width property public",
      "Box.tag property protected",
      "Box.size accessor public",
      "Box.handler property public",
      "Box.area method public",
    ]);
    expect(found.get("Box")!.heritage).toEqual(["Base", "Sized", "Named"]);
    expect(found.get("Box.of")).toMatchObject({ static: true, typeRefs: ["Box", "T"], calls: ["Box"] });
    expect(found.get("Box.EMPTY")).toMatchObject({ static: true, value: "0" });
    expect(found.get("Box.inner")).toMatchObject({ optional: true, type: "T" });
    expect(found.get("Box.size")!.type).toBe("number");
    expect(found.get("Box.handler")!.signatures[0]!.parameters[0]).toMatchObject({ name: "event", type: "Event" });
  });

  it("may be expressions, and have no name where they are the default", () => {
    expect(outline("export const Box = class Inner { a = 1 };")).toEqual(["Box class", "Box.a property"]);
    const { exports } = extractFile("a.ts", "export default class { run() {} }");
    expect(exports).toEqual([{ kind: "local", name: "default", local: "default", typeOnly: false }]);
  });
});

describe("types", () => {
  it("show the keys of literals, nested ones and those of intersections too", () => {
    const found = declarations(`
      export interface Options { retry?: { delay: number; on?: { status: number[] } }; log(text: string): void }
      export type Mixed = Base & { a: string } & ({ b: 1 });
      export const settings: { verbose: boolean } = read();
    `);
    expect([...found.keys()]).toEqual([
      "Options",
      "Options.retry",
      "Options.retry.delay",
      "Options.retry.on",
      "Options.retry.on.status",
      "Options.log",
      "Mixed",
      "Mixed.a",
      "Mixed.b",
      "settings",
      "settings.verbose",
    ]);
    expect(found.get("Options")!.members).toEqual(["Options.retry", "Options.log"]);
    expect(found.get("Options.retry.on")!.optional).toBe(true);
    expect(found.get("Mixed")!.heritage).toEqual(["Base"]);
  });

  it("show call and construct signatures, enums' values and plain aliases", () => {
    const found = declarations(`
      export interface Factory { (name: string): Thing; new (name: string): Thing; }
      export const enum Level { Low = 1, High = "high", "odd-one" }
      export type Old = New;
      export type Handler = (event: Event) => void;
    `);
    expect(found.get("Factory")!.signatures).toHaveLength(1);
    expect(found.get("Factory.constructor")!.kind).toBe("constructor");
    expect(["Low", "High", "odd-one"].map((name) => found.get(`Level.${name}`)!.value)).toEqual([
      "1",
      '"high"',
      undefined,
    ]);
    expect(found.get("Old")!.aliasOf).toBe("New");
    expect(found.get("Handler")!.signatures[0]!.parameters[0]!.name).toBe("event");
  });
});

describe("constant objects", () => {
  it("are containers, frozen and cast ones too", () => {
    const found = declarations(`
      export const utils = Object.freeze({ read, write(text: string) {}, deep: { get size() { return 1; } }, "a-b": () => 1 } as const);
    `);
    expect([...found.values()].map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "utils constant",
      "utils.read property",
      "utils.write method",
      "utils.deep property",
      "utils.deep.size accessor",
      "utils.a-b property",
    ]);
    expect(found.get("utils.read")!.aliasOf).toBe("read");
  });
});

describe("doc comments", () => {
  it("give prose, deprecation, release tags and version", () => {
    const { doc, deprecated, tags, since } = declarations(`
      /**
       * Opens a channel.
       *
       * @remarks Slow the first time.
       * @param name - its name
       * @returns the channel
       * @deprecated Use {@link Hub.open} or {@link connect | the other}
       *   instead.
       * @beta
       * @internal
       * @since 2.1.0
       * @example open("a")
       */
      export function open(name: string) {}
    `).get("open")!;
    expect(doc).toBe("Opens a channel. Slow the first time. the channel");
    expect(deprecated).toBe("Use {@link Hub.open} or {@link connect | the other} instead.");
    expect(tags).toEqual(["beta", "internal"]);
    expect(since).toBe("2.1.0");
  });

  it("count where they stand directly before: variables, members, the first of several", () => {
    const found = declarations(`
      /** Licence. */

      /** @deprecated */
      export const a = 1, b = 2;
      export interface I {
        /** Old one. @deprecated Use y. */
        x: 1;
        y: 2;
      }
      // not a doc comment
      export enum E {
        /** First. */
        A,
      }
    `);
    expect(
      ["a", "b", "I", "I.x", "I.y", "E", "E.A"].map((id) => [id, found.get(id)!.doc, found.get(id)!.deprecated]),
    ).toEqual([
      ["a", "", ""],
      ["b", "", ""],
      ["I", "", false],
      ["I.x", "Old one.", "Use y."],
      ["I.y", "", false],
      ["E", "", false],
      ["E.A", "First.", false],
    ]);
  });
});

describe("declaration files", () => {
  it("export everything that they declare unless they have an export list", () => {
    const names = (text: string) =>
      extractFile("index.d.ts", text).exports.map((fact) => ("name" in fact ? fact.name : fact.kind));
    expect(names("export declare const a: 1; declare const b: 2; interface C {}")).toEqual(["a", "b", "C"]);
    expect(names("declare const a: 1; declare const b: 2; export { a };")).toEqual(["a"]);
    expect(names("declare const a: 1; export = a;")).toEqual(["equals"]);
  });

  it("may declare modules by name, in several blocks, with imports of their own", () => {
    const { ambientModules, declarations: found } = extractFile(
      "index.d.ts",
      `declare module "core" { import { B } from "core/b"; function a(): B; }
       declare module "core" { interface C { d: 1 } export default C; }
       declare global { interface Window { core: 1 } }
       declare module "*.svg";`,
    );
    expect(ambientModules.map(({ name, exports, imports }) => [name, exports.length, imports.length])).toEqual([
      ["core", 1, 1],
      ["core", 1, 0],
    ]);
    expect(found.map(({ id }) => id)).toEqual(["core:a", "core:C", "core:C.d"]);
  });
});

describe("what cannot be parsed", () => {
  it("is told with its line, and the rest is read", () => {
    const { errors, declarations: found } = extractFile(
      "a.ts",
      "export const a = 1;\nexport function {{{\nexport const b = 2;\n",
    );
    expect(errors[0]!.line).toBe(2);
    expect(found.map(({ name }) => name)).toContain("a");
  });

  it("is told too where it is nested too deeply", () => {
    const { errors } = extractFile("a.ts", `export const a = ${"[".repeat(20_000)}`);
    expect(errors).toEqual([{ line: 1, message: "nested too deeply to be read" }]);
  });

  it.each([
    "",
    "\0\u{1F600}\uFFFD",
    "<<<<<<< HEAD\n",
    "export default",
    "class {",
    "`${",
    "@@@",
    `x = ${"[".repeat(20_000)}`,
    `const x = ${"1 + ".repeat(30_000)}1`,
  ])("never throws: %j", (text) => {
    expect(() => extractFile("a.ts", text)).not.toThrow();
    expect(() => extractFile("a.js", text)).not.toThrow();
    expect(() => extractFile("a.tsx", text)).not.toThrow();
  });
});

describe("members that plain JavaScript assigns", () => {
  it("belong to the function or class that is declared", () => {
    const text = `
      function glob(pattern) {}
      /** Waits for the disk. */
      glob.sync = function (pattern, options) {};
      glob.Glob = glob.Deep = Walker;
      glob.sync.limit = 4;
      function Walker() {}
      Walker.prototype.walk = (path) => path;
      Object.assign(Walker.prototype, { stop() {} });
      function Old() {}
      Old.prototype = { constructor: Old, read: function () {} };
      elsewhere.sync = 1;
      module.exports = glob;`;
    expect(outline(text, "index.js").filter((line) => line.includes("."))).toEqual([
      "glob.sync method",
      "glob.Glob property",
      "glob.Deep property",
      "glob.sync.limit property",
      "Walker.walk method",
      "Walker.stop method",
      "Old.constructor property",
      "Old.read property",
    ]);
    const { doc, signatures } = declarations(text, "index.js").get("glob.sync")!;
    expect([doc, signatures[0]!.parameters.length]).toEqual(["Waits for the disk.", 2]);
    expect(declarations(text, "index.js").get("glob")!.members).toContain("glob.sync");
  });

  it("are no members of what TypeScript declares", () => {
    expect(outline("export function glob() {}\nglob.sync = 1;", "index.ts")).toEqual(["glob function"]);
  });
});

describe("modules for every module system", () => {
  const exported = (text: string): string[] =>
    extractFile("index.js", text).exports.map((fact) => ("name" in fact ? fact.name : fact.kind));

  it("export what the function that fills them exports", () => {
    const text = `(function (global, factory) {
      typeof exports === "object" ? factory(exports) : factory((global.lib = {}));
    }(this, (function (exports) { "use strict";
      function read(path) {}
      exports.read = read;
    })));`;
    expect(exported(text)).toEqual(["read"]);
    expect(outline(text, "index.js")).toEqual(["read function"]);
  });

  it("export what that function returns, or decides to", () => {
    expect(exported("(function () { var lib = { a: 1 }; return lib; })();")).toEqual(["equals"]);
    const conditional = `(function () {
      var _ = function (value) {};
      _.each = _.forEach = function (list) {};
      if (typeof exports !== "undefined") { exports = module.exports = _; } else { this._ = _; }
    }.call(this));`;
    expect(exported(conditional)).toEqual(["equals"]);
    expect(outline(conditional, "index.js")).toEqual(["_ function", "_.each method", "_.forEach method"]);
  });
});
