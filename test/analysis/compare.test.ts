import { describe, expect, it } from "vitest";
import { compareVersions } from "../../src/analysis/match/compare.js";
import { KINDS } from "../../src/operations/registry.js";
import { openFiles, openIndex, type CoreText } from "../support/core-version.js";

/** Bodies that share nothing, so that a name's counterpart can be told by what it does. */
const DEDUPE =
  "(values: string[]): string[] { const seen = new Set<string>(); for (const each of values) { if (!seen.has(each)) seen.add(each); } return [...seen]; }";
const RETRY =
  "(task: () => Promise<number>, times: number): Promise<number> { return task().catch((error) => { if (times === 0) throw error; return delay(10).then(() => task()); }); }";
const PARSE =
  "(text: string): Map<string, number> { return new Map(text.split(';').map((pair) => { const [key, value] = pair.split('='); return [String(key), Number(value)]; })); }";

/** `kind old → new`, for every operation. */
async function operations(before: string, after: string): Promise<string[]> {
  return described(await openIndex(before), await openIndex(after));
}

async function between(before: CoreText, after: CoreText): Promise<string[]> {
  return described(await openFiles(before), await openFiles(after));
}

function described(...versions: Parameters<typeof compareVersions>): string[] {
  const { diff } = compareVersions(...versions);
  return KINDS.flatMap((kind) =>
    kind.infer(diff).map(({ match, breaking }) => {
      const { old, new: now } = kind.describe(match);
      return `${kind.kind} ${old} → ${now}${breaking ? "" : " (still works)"}`;
    }),
  ).sort();
}

describe("what stays", () => {
  it("gives nothing: the same, reformatted, reordered, or with other bodies and additions", async () => {
    const before = `export function dedupe${DEDUPE}\nexport interface Options { deep: boolean }\nexport class Box { open() { return 1; } }`;
    const after = `
      /** New prose. */
      export class Box { open(): number { return [1, 2].length; } close() {} }
      export interface Options { deep: boolean; wide?: boolean }
      export function dedupe(list: string[]): string[] { return Array.from(new Set(list)); }
      export function extra() {}`;
    expect(await operations(before, before)).toEqual([]);
    expect(await operations(before, after)).toEqual([]);
  });

  it("gives nothing where two names stay names of one thing, whatever becomes of it", async () => {
    const before = `function eachOf(list: string[], each: (item: string) => void) { list.forEach((item) => each(item)); }
      export { eachOf as each, eachOf as forEach };
      export function every(list: number[]) { return list.length > 0 && !list.includes(0); }
      export function all(list: number[]) { return list.length > 0 && !list.includes(0); }`;
    const after = `export const each = async (options: { limit: number; list: Iterable<string> }) => { await options; };
      export { each as forEach };
      export function every(list: number[]) { return list.length > 0 && !list.includes(0); }
      export { every as all };`;
    const renames = (await operations(before, after)).filter((operation) => operation.startsWith("rename"));
    expect(renames).toEqual([]);
  });

  it("gives nothing where a member moves up into a base class or a type becomes an interface", async () => {
    expect(
      await operations(
        "export class A { open() {} } export type T = { a: string };",
        "class Base { open() {} } export class A extends Base {} export interface T { a: string }",
      ),
    ).toEqual([]);
  });
});

describe("names", () => {
  it("that are renamed keep their place among names that are alike", async () => {
    expect(
      await operations(
        `export function dedupe${DEDUPE} export function retry${RETRY}`,
        `export function unique${DEDUPE} export function retry${RETRY}`,
      ),
    ).toEqual(["rename.callable core.dedupe → core.unique"]);
  });

  const swapped = () =>
    operations(
      `export function a${DEDUPE} export function c${RETRY}`,
      `export function b${DEDUPE} export function a${RETRY}`,
    );

  it("that are passed on (a → b while c → a) are told by what they do", async () => {
    const names = (await swapped()).map((text) => text.replace(" (still works)", ""));
    expect(names).toEqual(["rename.callable core.a → core.b", "rename.callable core.c → core.a"]);
  });

  // A name that is taken by another thing counts as one that survives.
  it("that are passed on break whoever uses them", async () => {
    expect(await swapped()).toContain("rename.callable core.a → core.b");
  });

  it("of a class speak for its members, which are quiet unless they change too", async () => {
    const members = `(readonly size: number) {} fill(value: string): this { return this; } static of(n: number) { return n; }`;
    expect(
      await operations(
        `/** Keeps values in order. */ export class OldBox { constructor${members} drain${DEDUPE} }`,
        `/** Keeps values in order. */ export class NewBox { constructor${members} empty${DEDUPE} }`,
      ),
    ).toEqual(["rename.callable core.OldBox.drain → core.NewBox.empty", "rename.symbol core.OldBox → core.NewBox"]);
  });

  it("of members and keys are told from one another", async () => {
    expect(
      await operations(
        `export interface Reply { readonly statusCode: number; body: string }
         export interface SendOptions { timeoutMs?: number; retries?: number }
         export function send(url: string, options?: SendOptions): Reply { throw 0; }`,
        `export interface Reply { readonly status: number; body: string }
         export interface SendOptions { timeout?: number; retries?: number }
         export function send(url: string, options?: SendOptions): Reply { throw 0; }`,
      ),
    ).toEqual([
      "config.key_rename core.SendOptions { timeoutMs } → { timeout }",
      "rename.member core.Reply.statusCode → core.Reply.status",
    ]);
  });
});

describe("what the core itself says", () => {
  it("names the successor at the end of a deprecation", async () => {
    expect(
      await operations(
        `/** @deprecated Use {@link load} instead. */ export function fetchAll(text: string): Map<string, number> { return load(text); } export function load${PARSE}`,
        `export function load${PARSE}`,
      ),
    ).toEqual(["rename.callable core.fetchAll → core.load"]);
  });

  it("names it at its beginning, and then nothing breaks", async () => {
    expect(
      await operations(
        `export function fetchAll${PARSE}`,
        `/** @deprecated Use {@link load} instead. */ export function fetchAll${PARSE} export function load${PARSE}`,
      ),
    ).toEqual(["rename.callable core.fetchAll → core.load (still works)"]);
  });

  it("is the alias that ends, or begins", async () => {
    const before = `export function load${PARSE} export { load as fetchAll };`;
    const after = `export function load${PARSE}`;
    expect(await operations(before, after)).toEqual(["rename.callable core.fetchAll → core.load"]);
  });

  it("is the alias that ends, also where it has nothing in common with the name that stays", async () => {
    expect(await operations("export class A { x = 1 } export const B = A;", "export class A { x = 1 }")).toEqual([
      "rename.symbol core.B → core.A",
    ]);
  });

  it("is a removal with the words of the note where no name is meant", async () => {
    const removed = await operations(
      `/** @deprecated Divide by hand. */ export function average${RETRY} export const kept = 1;`,
      "export const kept = 1;",
    );
    expect(removed).toEqual(["remove.symbol core.average → Divide by hand."]);
  });
});

describe("modules and files", () => {
  const manifest = (exports: object) => ({ name: "core", version: "1.0.0", exports });
  const big = `export function dedupe${DEDUPE} export function parse${PARSE} export class Box { open() {} }`;

  it("move with their content", async () => {
    expect(
      await between(
        {
          "package.json": manifest({ ".": "./a.ts", "./base": "./base.ts" }),
          "a.ts": "export const a = 1;",
          "base.ts": big,
        },
        {
          "package.json": manifest({ ".": "./a.ts", "./lists": "./x/lists.ts" }),
          "a.ts": "export const a = 1;",
          "x/lists.ts": big,
        },
      ),
    ).toEqual(["rename.import core/base → core/lists"]);
  });

  it("give single names to one another", async () => {
    expect(
      await between(
        {
          "package.json": manifest({ ".": "./a.ts", "./io": "./io.ts" }),
          "a.ts": `export function parse${PARSE} export const a = 1;`,
          "io.ts": "export const b = 1;",
        },
        {
          "package.json": manifest({ ".": "./a.ts", "./io": "./io.ts" }),
          "a.ts": "export const a = 1;",
          "io.ts": `export const b = 1; export function parse${PARSE}`,
        },
      ),
    ).toEqual(["rename.import core { parse } → core/io"]);
  });

  it("that are no code move by path, unless exports close the package", async () => {
    const open = { name: "core", main: "index.js" };
    const files = { "index.js": "exports.a = 1;", "styles/a.css": "a { color: red }" };
    const moved = { "index.js": "exports.a = 1;", "css/all.css": "a { color: red }" };
    expect(await between({ "package.json": open, ...files }, { "package.json": open, ...moved })).toEqual([
      "move.file core/styles/a.css → core/css/all.css",
    ]);
    const closed = { ...open, exports: "./index.js" };
    expect(await between({ "package.json": closed, ...files }, { "package.json": closed, ...moved })).toEqual([]);
  });
});

describe("near misses", () => {
  it("are removals, not renames: another thing altogether takes the stage", async () => {
    expect(
      await operations(`export function dedupe${DEDUPE}`, `export function retry${RETRY} export const LIMIT = 3;`),
    ).toEqual(["remove.symbol core.dedupe → (removed)"]);
  });

  it("do not take a member for a sibling that kept its name, in a container that did not", async () => {
    const setter = "(title: string): this { this.text = title.trim(); return this; }";
    const before = `export class OldCard { text = ""; title = ""; setTitle${setter} dedupe${DEDUPE} }`;
    const after = `export class Card { text = ""; setTitle${setter} dedupe${DEDUPE} }`;
    expect(await operations(before, after)).toEqual([
      "remove.symbol core.OldCard.title → (removed)",
      "rename.symbol core.OldCard → core.Card",
    ]);
  });

  it("do not take a namespace for a class, however it is called", async () => {
    const before = `export namespace parsers { export function dedupe${DEDUPE} export const depth = 3; }`;
    const after = `export function dedupe${DEDUPE}\nexport class Parser { parse(text: string) { return text.split(";"); } }`;
    expect(await operations(before, after)).toContain("remove.symbol core.parsers → (removed)");
  });

  it("do not take a name for another's that was there before and does something else", async () => {
    expect(
      await operations(
        `export function dedupe${DEDUPE} export function retry${RETRY}`,
        `export function retry${RETRY}`,
      ),
    ).toEqual(["remove.symbol core.dedupe → (removed)"]);
  });
});

it("does not depend on the order of the files", async () => {
  const files: [string, string][] = [
    ["a.ts", `export function dedupe${DEDUPE}`],
    ["b.ts", `export function retry${RETRY}`],
    ["c.ts", `export function parse${PARSE}`],
  ];
  const version = (each: [string, string][], rename: (text: string) => string): CoreText => ({
    "package.json": { name: "core", exports: "./index.ts" },
    "index.ts": each.map(([path]) => `export * from "./${path.replace(".ts", ".js")}";`).join("\n"),
    ...Object.fromEntries(each.map(([path, text]) => [path, rename(text)])),
  });
  const renamed = (text: string) => text.replace("dedupe", "unique").replace("retry", "again").replace("parse", "read");
  const forth = await between(
    version(files, (text) => text),
    version(files, renamed),
  );
  const back = await between(
    version([...files].reverse(), (text) => text),
    version([...files].reverse(), renamed),
  );
  expect(forth).toHaveLength(3);
  expect(back).toEqual(forth);
});
