import { expect, it } from "vitest";
import { runtimeWarnings } from "../../../src/analysis/evidence/runtime-warnings.js";
import { openFiles, openIndex, type CoreText } from "../../support/core-version.js";

async function pairs(index: string, others: CoreText = {}): Promise<string[]> {
  return runtimeWarnings(await openIndex(index, others)).map(({ from, to }) => `${from} → ${to}`);
}

it("finds what a body warns of, under the name that it is about", async () => {
  const index = `
    export function open() { console.warn("open() is deprecated, use connect() instead"); return connect(); }
    export class Client {
      fetchAll() { process.emitWarning("Use Client#list instead.", "DeprecationWarning"); }
      get size() { warnOnce(\`The getter is deprecated; please use \\\`count\\\` instead (\${this})\`); return 1; }
      constructor(options) { if (options.sort) warn('The "sort" option is deprecated. ' + 'Use "order" instead.'); }
    }
    export class Old { constructor() { throw new Error("This class was removed, use \`Fresh\` instead"); } }
    export const parse = util.deprecate(decode, "use decode() instead");
    export function legacy() { deprecated({ deprecated: "core.legacy()", proposed: "core.modern()", since: "2.0" }); }`;
  expect((await pairs(index)).sort()).toEqual([
    "Client.fetchAll → Client.list",
    "Client.size → count",
    "Old → Fresh",
    "core.legacy → core.modern",
    "open → connect",
    "parse → decode",
    "sort → order",
  ]);
});

it("finds what a decorator, a statement of a prototype and the JavaScript of typed names say", async () => {
  expect(await pairs(`export class A { @deprecated("use fresh() instead") old() {} }`)).toEqual(["A.old → fresh"]);
  expect(
    await pairs("export class A {}", {
      "src/a.js": "A.prototype.old = util.deprecate(A.prototype.fresh, 'A#old: Use A#fresh instead');\n",
    }),
  ).toEqual(["A.old → A.fresh"]);
  const core = await openFiles({
    "package.json": { name: "core", version: "1.0.0", main: "./lib/index.js", types: "./lib/index.d.ts" },
    "lib/index.d.ts": "export declare function open(): void;",
    "lib/index.js": `exports.open = function () { console.warn("deprecated: use connect() instead"); };`,
  });
  expect(runtimeWarnings(core)).toEqual([{ from: "open", to: "connect", strength: 0.9, places: ["lib/index.d.ts:1"] }]);
});

it("takes no other message for a warning, nor a container for its member", async () => {
  expect(
    await pairs(`
      export function open() { console.log("use connect() instead"); throw new Error("cannot open, use connect()"); }
      export const api = { old() { console.warn("deprecated, use api.fresh() instead"); }, fresh() {} };`),
  ).toEqual(["api.old → api.fresh"]);
});
