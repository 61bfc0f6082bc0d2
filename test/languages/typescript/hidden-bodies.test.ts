import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "ts-morph";
import { describe, expect, it } from "vitest";
import { extractFile } from "../../../src/languages/typescript/extract.js";
import { withoutBodies } from "../../../src/languages/typescript/hidden-bodies.js";
import { filesUnder } from "../../support/core-sources.js";

function bare(path: string, text: string): string {
  return withoutBodies(text, extractFile(path, text).hiddenBodies ?? []);
}

/** What other modules see of a source: its declarations, as the compiler writes them. */
function declarationsOf(path: string, text: string): string {
  return ts.transpileDeclaration(text, { fileName: path, compilerOptions: { removeComments: true } }).outputText;
}

describe("a source without hidden bodies", () => {
  it.each([
    ["a function whose types are written", "function f(a: A): B {\n  return a.b;\n}", "function f(a: A): B {\n\n}"],
    ["a function whose result is inferred", "function f(a: A) { return a.b; }", "function f(a: A) { return a.b; }"],
    ["a constructor", "class A { constructor(public a: B) { f(); } }", "class A { constructor(public a: B) {} }"],
    [
      "a constructor that properties have their types from",
      "class A { a; constructor(b: B) { this.a = b; } m(): B { return this.a; } }",
      "class A { a; constructor(b: B) { this.a = b; } m(): B {} }",
    ],
    ["an arrow function", "const f = (a: A): B =>\r\n  a.b;", "const f = (a: A): B =>\r\n  {};"],
    ["an object's method", "const a = { m(): A { return {}; } };", "const a = { m(): A {} };"],
    ["accessors", "class A { get a(): B { f(); } set a(b) { f(); } }", "class A { get a(): B {} set a(b) {} }"],
    ["nothing to hide", "export * from './a.js';", "export * from './a.js';"],
  ])("keeps what is seen of %s", (_what, text, expected) => {
    expect(bare("a.ts", text)).toBe(expected);
  });

  it("keeps JavaScript, of which types are inferred", () => {
    const text = "/** @returns {string} */ export function f(a) { this.b = 1; return a; }";
    expect(bare("a.js", text)).toBe(text);
  });

  it("declares what the source does, line for line", () => {
    const typed = ["../../../src/languages", "../../../fixtures/operations"].flatMap((folder) => {
      const root = join(import.meta.dirname, folder);
      const sources = filesUnder(root).filter((path) => /(?<!\.d)\.[cm]?tsx?$/.test(path));
      return sources.map((path): [string, string] => [path, readFileSync(join(root, path), "utf8")]);
    });
    expect(typed.filter(([path, text]) => bare(path, text) !== text).length).toBeGreaterThan(100);
    for (const [path, text] of typed) {
      expect(declarationsOf(path, bare(path, text)), path).toBe(declarationsOf(path, text));
      expect(bare(path, text).split("\n").length, path).toBe(text.split("\n").length);
    }
  });
});
