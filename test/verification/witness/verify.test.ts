import { describe, expect, it } from "vitest";
import type { ProposedOperation } from "../../../src/domain/operation.js";
import { type Witness, witnessSchema } from "../../../src/domain/witness.js";
import { verifyWithWitnesses } from "../../../src/verification/witness/verify.js";
import { witnessedCore } from "../../../src/verification/witness/witnessed-core.js";
import { type CoreText, openFiles, openIndex } from "../../support/core-version.js";

function operation(
  kind: string,
  match: ProposedOperation["match"],
  others: Partial<ProposedOperation> = {},
): ProposedOperation {
  return {
    kind,
    match,
    confidence: 0.9,
    method: "similarity",
    evidence: {},
    breaking: true,
    dependsOn: [],
    ...others,
  };
}

type Seen = Witness & { readonly confidence: number };

async function verifyAll(from: string, to: string, operations: readonly ProposedOperation[]): Promise<Seen[]> {
  const verified = verifyWithWitnesses(operations, witnessedCore(await openIndex(from), await openIndex(to)));
  return verified.map(seen);
}

function seen({ confidence, evidence }: ProposedOperation): Seen {
  return { ...witnessSchema.parse(evidence["witness"]), confidence };
}

async function verify(from: string, to: string, one: ProposedOperation): Promise<Seen> {
  const [result] = await verifyAll(from, to, [one]);
  return result!;
}

async function verifyFiles(from: CoreText, to: CoreText, one: ProposedOperation): Promise<Seen> {
  return seen(verifyWithWitnesses([one], witnessedCore(await openFiles(from), await openFiles(to)))[0]!);
}

const CONFIRMED = { outcome: "confirmed", confidence: 0.9 };

describe("what a dependent writes, kind by kind", () => {
  it.each([
    ["class", "export class Old<T, U = T> { a?: T; b?: U }", "it instanceof Old"],
    ["abstract class", "export abstract class Old { private constructor() {} }", "it instanceof Old"],
    ["interface", "export interface Old<T> { a: T }", "export type Witness = Old<any>;"],
    ["alias", "export type Old<T, U> = T | U;", "export type Witness = Old<any, any>;"],
    ["enum", "export enum Old { A }", "export const witness = Old;"],
    ["constant", "export const Old = 1;", "export const witness = Old;"],
    ["namespace", "export namespace Old { export type A = 1 }", "export { Old };"],
  ])("rename.symbol of a %s", async (_what, from, text) => {
    const rename = operation("rename.symbol", { module: "core", from: "Old", to: "New" });
    const result = await verify(from, from.replace("Old", "New"), rename);
    expect(result).toMatchObject(CONFIRMED);
    expect(result.snippet).toContain(text);
  });

  it.each([
    ["method", "export class C<T> { NAME(it: T) {} }", "return it.old;"],
    ["static method", "export class C { static NAME() {} }", "C.old"],
    ["protected method", "export class C<T> { protected NAME(it: T) {} }", "extends C<any> {"],
    ["method of an interface", "export interface C { NAME(): void }", "return it.old;"],
    ["method of a constant", "export const C = { NAME() {} };", "C.old"],
    ["function of a namespace", "export namespace C { export function NAME() {} }", "C.old"],
  ])("rename.callable of a %s", async (_what, core, text) => {
    const rename = operation("rename.callable", { module: "core", container: "C", from: "old", to: "fresh" });
    const result = await verify(core.replace("NAME", "old"), core.replace("NAME", "fresh"), rename);
    expect(result).toMatchObject(CONFIRMED);
    expect(result.snippet).toContain(text);
  });

  it.each([
    ["property", "C", "export interface C { NAME: 1 }", "return it.old;"],
    ["accessor", "C", "export class C { get NAME() { return 1 } }", "return it.old;"],
    ["enum member", "C", "export enum C { NAME }", "C.old"],
    ["nested property", "C.inner", "export interface C { inner?: { NAME: 1 } }", 'it: NonNullable<C["inner"]>'],
    ["class in a namespace", "N.C", "export namespace N { export class C<T> { NAME?: T } }", "it: N.C<any>"],
  ])("rename.member of a %s", async (_what, container, core, text) => {
    const rename = operation("rename.member", { module: "core", container, from: "old", to: "fresh" });
    const result = await verify(core.replace("NAME", "old"), core.replace("NAME", "fresh"), rename);
    expect(result).toMatchObject(CONFIRMED);
    expect(result.snippet).toContain(text);
  });

  it.each([
    ["key of a type", "core.Options", "old", "export interface Options<T = 1> { NAME?: T }"],
    ["key of an inline type", "core.f", "old", "export function f(a: number, options: { NAME?: number }) {}"],
    ["key of a named parameter", "core.f", "old", "export interface O { NAME: 1 }; export const f = (o: O) => o;"],
    ["key of a constructor's parameter", "core.C", "old", "export class C { constructor(o: { NAME: 1 }) {} }"],
    ["nested key", "core.O", "retry.old", "export interface O { must: 1; retry?: { NAME?: 1; must: 1 } }"],
  ])("config.key_rename of a %s", async (_what, config, key, core) => {
    const rename = operation("config.key_rename", { config, from: key, to: key.replace("old", "fresh") });
    const result = await verify(core.replace("NAME", "old"), core.replace("NAME", "fresh"), rename);
    expect(result).toMatchObject(CONFIRMED);
    expect(result.snippet).toContain("{ old: null! }");
  });

  it("a member that the container inherits", async () => {
    const core = "export class Base { NAME = 1 }\nexport class C<T> extends Base { a?: T }";
    const rename = operation("rename.member", { module: "core", container: "C", from: "old", to: "fresh" });
    const result = await verify(core.replace("NAME", "old"), core.replace("NAME", "fresh"), rename);
    expect(result).toMatchObject({ ...CONFIRMED, snippet: expect.stringContaining("it: C<any>") });
  });

  it("names that no import can bind", async () => {
    const core = "const NAME = 1; export { NAME as void };";
    const rename = operation("rename.symbol", { module: "core", from: "void", to: "Void" });
    const result = await verify(core, core.replace("as void", "as Void"), rename);
    expect(result).toMatchObject({ ...CONFIRMED, snippet: expect.stringContaining("{ void as Value }") });
  });

  it("rename.import of a module, whatever it exports", async () => {
    const files = (name: string, text: string) => ({
      "package.json": { name: "core", version: "1.0.0", exports: { [`./${name}`]: `./src/${name}.ts` } },
      [`src/${name}.ts`]: text,
    });
    const move = operation("rename.import", { from: "core/old", to: "core/fresh" });
    for (const text of ["export const a = 1;", "class A {} export = A;", "export default 1;"]) {
      expect(await verifyFiles(files("old", text), files("fresh", text), move), text).toMatchObject(CONFIRMED);
    }
  });

  it("rename.import of some names", async () => {
    const files = (name: string) => ({
      "package.json": { name: "core", version: "1.0.0", exports: { "./a": "./src/a.ts", "./b": "./src/b.ts" } },
      "src/a.ts": name === "a" ? "export type T = 1; export const stays = 1;" : "export const stays = 1;",
      "src/b.ts": name === "b" ? "export type T = 1;" : "export {};",
    });
    const move = operation("rename.import", { from: "core/a", to: "core/b", symbols: ["T"] });
    expect(await verifyFiles(files("a"), files("b"), move)).toMatchObject(CONFIRMED);
  });

  it("move.file", async () => {
    const files = (name: string) => ({
      "package.json": { name: "core", version: "1.0.0", main: "src/index.js" },
      "src/index.js": "exports.a = 1;",
      [`lib/${name}.js`]: "exports.b = 1;",
    });
    const move = operation("move.file", { from: "core/lib/old.js", to: "core/lib/fresh.js" });
    expect(await verifyFiles(files("old"), files("fresh"), move)).toMatchObject(CONFIRMED);
    const asset = operation("move.file", { from: "core/lib/old.css", to: "core/lib/fresh.css" });
    expect(await verifyFiles(files("old"), files("fresh"), asset)).toMatchObject({ outcome: "no-witness" });
  });

  it("remove.symbol, of which nothing is rewritten", async () => {
    const removals = [
      operation("remove.symbol", { module: "core", container: "C", name: "member" }),
      operation("remove.symbol", { module: "core", name: "gone" }),
    ];
    const results = await verifyAll(
      "export class C { member = 1 }\nexport const gone = 1;",
      "export class C {}",
      removals,
    );
    expect(results).toMatchObject([CONFIRMED, CONFIRMED]);
  });

  it.each([
    ["a function", "core.f", "export function f(a: string, gone: number) {}", "export function f(a: string) {}"],
    ["a method", "core.C.f", "export class C<T> { f(a: T, gone: Date) {} }", "export class C<T> { f(a: T) {} }"],
    [
      "a constructor",
      "core.C",
      "export class C { constructor(a: 1, gone: 2) {} }",
      "export class C { constructor(a: 1) {} }",
    ],
    [
      "an object argument",
      "core.f",
      "export const f = (a: 1, o: { gone: 1 }) => a;",
      "export const f = (a: 1, o: { kept?: 1 }) => a;",
    ],
  ])("arg.remove of %s", async (what, callable, from, to) => {
    const name = what === "an object argument" ? "o.gone" : "gone";
    const result = await verify(from, to, operation("arg.remove", { callable, name, position: 1 }));
    expect(result.reason ?? "").not.toMatch(/version|reached/);
    expect(["confirmed", "not-migrated"]).toContain(result.outcome);
  });

  it("arg.add, by a call with what was required", async () => {
    const add = operation("arg.add", { callable: "core.f", name: "b", position: 1 });
    const result = await verify(
      "export interface A {}\nexport function f(a: A, c?: number): void {}",
      "export interface A {}\nexport function f(a: A, b: string, c?: number): void {}",
      add,
    );
    expect(result).toMatchObject({ outcome: "not-migrated", snippet: expect.stringContaining("witness(a0: A)") });
  });

  it("change.signature, by a call with values of the old types for a result of the old type", async () => {
    const change = operation("change.signature", {
      callable: "core.f",
      from: "(a: A): string",
      to: "(a: A): Promise<string>",
    });
    const core = (returns: string) => `export interface A {}\nexport declare function f(a: A): ${returns};`;
    const result = await verify(core("string"), core("Promise<string>"), change);
    expect(result).toMatchObject(CONFIRMED);
    expect(result.snippet).toBe(
      'import { f } from "core";\nimport type { A } from "core";\n' +
        "export function witness(a0: A): string {\n  return f(a0);\n}\n",
    );
    const hidden = core("string").replace("(a: A)", "(a: { b: Hidden })") + "\ninterface Hidden {}";
    expect(await verify(hidden, hidden, change)).toMatchObject({ outcome: "not-breaking", confidence: 0.9 });
    expect(await verify(core("string"), core("string"), change)).toMatchObject({
      outcome: "not-breaking",
      confidence: 0.72,
    });
  });

  it("arg.reorder and arg.add_default, which types need not show", async () => {
    const core = "export function f(a: string, b: string, c = 1) {}";
    const results = await verifyAll(core, core, [
      operation("arg.add_default", { callable: "core.f", name: "c", position: 2, default: "1" }),
      operation("arg.reorder", { callable: "core.f", order: [1, 0] }),
    ]);
    expect(results).toMatchObject([
      { outcome: "not-breaking", confidence: 0.9 },
      { outcome: "not-breaking", confidence: 0.9 },
    ]);
  });

  it.each([
    ["a union", "Mode", 'export type Mode = "VALUE" | "b";', 'export const witness: Mode = "old";'],
    ["an enum", "Mode", 'export enum Mode { A = "VALUE" }', 'export const witness: `${Mode}` = "old";'],
    ["a property", "O.mode", 'export interface O { mode?: "VALUE" | 1 }', 'NonNullable<O["mode"]> = "old"'],
    [
      "events",
      "E.on",
      'export class E { on(a: "x"): void; on(e: "VALUE", f: () => void): void; on() {} }',
      'it.on("old", a1)',
    ],
  ])("rename.value of %s", async (_what, container, core, text) => {
    const rename = operation("rename.value", { module: "core", container, from: "old", to: "fresh" });
    const result = await verify(core.replace("VALUE", "old"), core.replace("VALUE", "fresh"), rename);
    expect(["confirmed", "not-migrated"]).toContain(result.outcome);
    expect(result.snippet).toContain(text);
  });

  it("restyle.export, either way", async () => {
    const [unnamed, named] = ["export default class A {}", "export class A {}"];
    const toNamed = operation("restyle.export", { module: "core", name: "A", from: "default", to: "named" });
    const toDefault = operation("restyle.export", { module: "core", name: "A", from: "named", to: "default" });
    for (const [from, to, restyle] of [
      [unnamed, named, toNamed],
      [named, unnamed, toDefault],
    ] as const) {
      expect(["confirmed", "not-migrated"]).toContain((await verify(from, to, restyle)).outcome);
    }
  });

  it("plain JavaScript, as far as its types can be told", async () => {
    const files = (name: string) => ({
      "package.json": { name: "core", version: "1.0.0", main: "./index.js" },
      "index.js": `class C { ${name}() { return 1; } }\nexports.C = C;\nexports.${name} = function () {};\n`,
    });
    const method = operation("rename.callable", { module: "core", container: "C", from: "old", to: "fresh" });
    expect(await verifyFiles(files("old"), files("fresh"), method)).toMatchObject(CONFIRMED);
    const exported = operation("rename.callable", { module: "core", from: "old", to: "fresh" });
    expect(await verifyFiles(files("old"), files("fresh"), exported)).toMatchObject(CONFIRMED);
  });
});

describe("a witness that does not behave", () => {
  const rename = operation("rename.member", { module: "core", container: "C", from: "old", to: "fresh" });

  it("lowers the confidence below application where the target is not there", async () => {
    const result = await verify("export interface C { old: 1 }", "export interface C { other: 1 }", rename);
    expect(result).toMatchObject({ outcome: "still-fails", confidence_before: 0.9, confidence: 0.54 });
    expect(result.reason).toBe("TS2339: Property 'fresh' does not exist on type 'C'.");
  });

  it("lowers it where the target is there in another way", async () => {
    const result = await verify("export class C { old = 1 }", "export class C { static fresh = 1 }", rename);
    expect(result).toMatchObject({
      outcome: "still-fails",
      confidence: 0.72,
      reason: expect.stringContaining("TS2576"),
    });
  });

  it("lowers it mildly where the target is of another type", async () => {
    const type = operation("rename.symbol", { module: "core", from: "Old", to: "New" });
    const result = await verify("export interface Old<T> { a: T }", "export interface New { a: 1 }", type);
    expect(result).toMatchObject({
      outcome: "still-fails",
      confidence: 0.855,
      reason: "TS2315: Type 'New' is not generic.",
    });
  });

  it("lowers it where nothing breaks although it is said to", async () => {
    const both = "export interface C { old: 1; fresh: 1 }";
    expect(await verify("export interface C { old: 1 }", both, rename)).toMatchObject({
      outcome: "not-breaking",
      reason: "the name is still there, if with another meaning",
      confidence: 0.855,
    });
    const survivor = { ...rename, breaking: false };
    expect(await verify("export interface C { old: 1 }", both, survivor)).toEqual({
      outcome: "not-breaking",
      confidence: 0.9,
      snippet: expect.any(String),
    });
  });

  it("tells nothing of a member where its container takes other type arguments", async () => {
    const result = await verify("export interface C<T> { old: T }", "export interface C { fresh: 1 }", rename);
    expect(result).toMatchObject({ outcome: "no-witness", confidence: 0.9, reason: expect.stringContaining("TS2315") });
  });

  it("leaves what maintainers declared alone", async () => {
    const declared = { ...rename, method: "declared" as const, confidence: 1 };
    const result = await verify("export interface C { old: 1 }", "export interface C { other: 1 }", declared);
    expect(result).toMatchObject({ outcome: "still-fails", confidence: 1 });
    expect(result.confidence_before).toBeUndefined();
  });

  it("tells nothing where a container takes any name", async () => {
    const open = "export interface C { [name: string]: unknown; old: 1 }";
    expect(await verify(open, "export interface C { fresh: 1 }", rename)).toMatchObject({
      outcome: "no-witness",
      reason: "the old version takes any name there",
      confidence: 0.9,
    });
    const inherits = "declare const Base: any;\nexport class C extends Base {}";
    expect(await verify("export class C { old = 1 }", inherits, rename)).toMatchObject({
      outcome: "no-witness",
      reason: "the new version takes any name there",
    });
  });

  it("tells nothing where the snippet cannot be written, and says why", async () => {
    const key = { ...rename, match: { ...rename.match, from: "[Kind.A]" } };
    const core = "export enum Kind { A }\nexport interface C { [Kind.A]: 1 }";
    expect(await verify(core, core, key)).toEqual({
      outcome: "no-witness",
      reason: "its name is computed from other names of the core",
      confidence: 0.9,
    });
  });

  it("tells nothing where the old version is not understood", async () => {
    const hidden = "declare const hidden: unique symbol;\nexport interface C { old: 1 }\nexport { C as default };";
    const elsewhere = operation("rename.member", { module: "core", container: "Nope", from: "old", to: "fresh" });
    expect(await verify(hidden, hidden, elsewhere)).toMatchObject({ outcome: "no-witness" });
  });

  it("does not hold a person's part against the operation", async () => {
    const moved = operation("rename.member", {
      module: "core",
      container: "C",
      from: "old",
      to: "fresh",
      to_container: "D",
    });
    expect(
      await verify("export interface C { old: 1 }", "export interface C {} export interface D { fresh: 1 }", moved),
    ).toMatchObject({
      outcome: "not-migrated",
      reason: "the member is now another container's",
      confidence: 0.9,
    });
  });
});

it("operations are carried out together, as in a dependent", async () => {
  const from = "export class Old { a = 1 }\nexport const swap = 1;\nexport const with_ = 2;";
  const to = "export class New { b = 1 }\nexport const with_ = 1;\nexport const other = 2;";
  const results = await verifyAll(from, to, [
    operation("rename.symbol", { module: "core", from: "Old", to: "New" }),
    operation("rename.symbol", { module: "core", from: "swap", to: "with_" }),
    operation("rename.symbol", { module: "core", from: "with_", to: "other" }),
    operation("rename.member", { module: "core", container: "Old", from: "a", to: "b", to_container: "New" }),
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["confirmed", "confirmed", "not-breaking", "confirmed"]);
});
