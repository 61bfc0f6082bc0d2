import { format } from "prettier";
import { describe, expect, it } from "vitest";
import { extractFile } from "../../../src/languages/typescript/extract.js";
import { fc } from "../../support/fast-check.js";

interface Hashes {
  readonly sig: string;
  readonly body: string | undefined;
}

/** Hashes of every declaration, in source order. */
function hashes(text: string, path = "a.ts"): Hashes[] {
  const { declarations, errors } = extractFile(path, text);
  expect(errors, text).toEqual([]);
  return declarations.map(({ sig, body }) => ({ sig, body }));
}

/**
 * A piece of an API with holes: `a`–`d` are parameters and local names, `T` a type, `+` an operator, `1` a literal. Members and
 * properties with the same letters show that only names that a body declares for itself are its own.
 */
interface Names {
  readonly a: string;
  readonly b: string;
  readonly c: string;
  readonly d: string;
  readonly operator: string;
  readonly literal: string;
}

const NAMES: Names = { a: "alpha", b: "beta", c: "gamma", d: "delta", operator: "+", literal: "1" };

const TEMPLATES: readonly ((names: Names) => string)[] = [
  ({ a, b, c, operator, literal }) => `
    export function total(${a}: Item[], ${b}: number = ${literal}, ...${c}: string[]): number {
      let sum = ${literal};
      for (const { price: cost, weight } of ${a}) sum = sum ${operator} cost * ${b} - weight.beta;
      return helper(sum, ${c}, this.alpha, { beta: ${b} });
    }`,
  ({ a, b, d, operator, literal }) => `
    export class Queue extends Base {
      static limit = (${a}: number) => ${a} ${operator} ${literal};
      push(${a}: T, ${b}?: Options): this {
        const ${d} = this.items.map((each) => [each, ${a}]);
        try { this.delta(${d}, ${b}); } catch (${d}Error) { log(${d}Error, \`\${${a}}: ${literal}\`); }
        return this;
      }
      get size(): number { const ${d} = this.items.length; return ${d} ${operator} ${literal}; }
    }`,
  ({ a, b, c, d, operator, literal }) => `
    export const make = async (${a}: string, { x: ${b} }: { x: number }): Promise<Item> => {
      function ${c}(${d}: number) { return ${d} ${operator} ${b}; }
      class Local { alpha = ${c}(${literal}); }
      switch (${a}) { case "one": return new Local().alpha; default: return await fetchItem(${a}); }
    };`,
  ({ a, operator, literal }) => `
    export function isItem(${a}: unknown): ${a} is Item { return ${a} !== null && Number(${a}) ${operator} ${literal} > 0; }
    export function assertItem(${a}: unknown, other: number): asserts ${a} { if (!${a}) throw new Error("alpha"); }`,
  ({ a, b, operator, literal }) => `
    export const options = { retries: 2 ${operator} ${literal}, on(${a}: Event) { return (${b}: number) => ${a}.target[${b}]; } };`,
  ({ a, b }) => `
    export interface Reader<T> {
      read(${a}: string, ${b}: { depth?: number; filter: (name: string, size: number) => boolean }): Map<string, Array<T>>;
      on(name: "open" | "close", ${a}: (error: Error | undefined) => void): () => void;
    }
    export type Handler = | "a" | { b: [x: number, y: string]; c?: \`\${string}, x\` } | keyof Reader<"a, b">;`,
];

const template = fc.constantFrom(...TEMPLATES);
const identifier = fc.stringMatching(/^[a-z][a-zA-Z0-9_$]{4,9}z$/);
const names = fc
  .uniqueArray(identifier, { minLength: 4, maxLength: 4 })
  .map(([a = "", b = "", c = "", d = ""]): Names => ({ ...NAMES, a, b, c, d }));

describe("sig and body", () => {
  it("do not change with the names of parameters and local variables", () => {
    fc.assert(
      fc.property(template, names, (text, chosen) => {
        expect(hashes(text(chosen)), text(chosen)).toEqual(hashes(text(NAMES)));
      }),
    );
  });

  it("do not change with layout, comments and the kind of quotes", async () => {
    const style = fc.record({
      printWidth: fc.constantFrom(20, 60, 100, 400),
      semi: fc.boolean(),
      singleQuote: fc.boolean(),
      bracketSpacing: fc.boolean(),
      useTabs: fc.boolean(),
      trailingComma: fc.constantFrom("all" as const, "none" as const),
      endOfLine: fc.constantFrom("lf" as const, "crlf" as const),
    });
    const once = await Promise.all(TEMPLATES.map((text) => format(text(NAMES), { parser: "typescript" })));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...once), style, async (text, options) => {
        const formatted = await format(text, { parser: "typescript", ...options });
        const commented = formatted.replace(
          /^(\s*)(?=(?:export|return|const|read|on|push)\b)/gm,
          "$1/* note */ $1// more\n",
        );
        expect(hashes(formatted), formatted).toEqual(hashes(text));
        expect(hashes(commented), commented).toEqual(hashes(text));
      }),
      { numRuns: 60 },
    );
  });

  it("change with an operator and with a literal", () => {
    const withBoth = TEMPLATES.filter((text) => text(NAMES) !== text({ ...NAMES, operator: "-", literal: "2" }));
    expect(withBoth.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(
        fc.constantFrom(...withBoth),
        fc.constantFrom("-", "*", "/", "%", "**", "<<", "|"),
        fc.integer({ min: 2 }),
        (text, operator, literal) => {
          const bodies = (chosen: Partial<Names>) => hashes(text({ ...NAMES, ...chosen })).map(({ body }) => body);
          expect(bodies({ operator })).not.toEqual(bodies({}));
          expect(bodies({ literal: String(literal) })).not.toEqual(bodies({}));
        },
      ),
    );
  });
});

describe("body", () => {
  it.each([
    ["which parameter is used", "(a, b) => a - b", "(a, b) => b - a"],
    ["what is called", "(a) => load(a)", "(a) => save(a)"],
    ["the property that is read", "(a) => a.x", "(a) => a.y"],
    ["a property with the name of a parameter", "(a) => this.a + a", "(a) => this.b + a"],
    ["the key of a shorthand property", "(a) => ({ a })", "(b) => ({ b })"],
    [
      "the key of a destructured variable",
      "(x) => { const { a } = x; return a; }",
      "(x) => { const { b } = x; return b; }",
    ],
    ["optional chaining", "(a) => a.x", "(a) => a?.x"],
    ["negation", "(a) => !a", "(a) => -a"],
    ["a regular expression", "(a) => /x/.test(a)", "(a) => /x/i.test(a)"],
    ["a template's text", "(a) => `x${a}`", "(a) => `y${a}`"],
    ["await", "async (a) => a", "async (a) => await a"],
    ["the order of statements", "() => { f(); g(); }", "() => { g(); f(); }"],
  ])("changes with %s", (_what, before, after) => {
    expect(hashes(`export const f = ${before};`)[0]!.body).not.toBe(hashes(`export const f = ${after};`)[0]!.body);
  });

  it.each([
    ["writing a shorthand out", "(a) => ({ a })", "(a) => ({ a: a })"],
    [
      "writing a destructured key out",
      "(x) => { const { a } = x; return a; }",
      "(x) => { const { a: b } = x; return b; }",
    ],
    ["quotes around a key", "() => ({ a: 1 })", '() => ({ "a": 1 })'],
    ["parentheses", "(a) => a * 2 + 1", "(a) => ((a * 2) + 1)"],
    ["the name of an inner class", "() => { class A {} return new A(); }", "() => { class B {} return new B(); }"],
  ])("stays with %s", (_what, before, after) => {
    expect(hashes(`export const f = ${before};`)[0]!.body).toBe(hashes(`export const f = ${after};`)[0]!.body);
  });

  it("stays with another layout of JSX, and changes with its text", () => {
    const [one, other, longer] = ["<p>Hello {name}</p>", "<p>\n  Hello {name}\n</p>", "<p>Goodbye {name}</p>"].map(
      (jsx) => hashes(`export const f = (name) => ${jsx};`, "a.tsx")[0]!.body,
    );
    expect(other).toBe(one);
    expect(longer).not.toBe(one);
  });

  it("stays when a function that calls itself is renamed", () => {
    const [before] = hashes("export function walk(n: Node): void { n.children.forEach((c) => walk(c)); }");
    const [after] = hashes("export function visit(n: Node): void { n.children.forEach((c) => visit(c)); }");
    expect(after).toEqual(before);
  });
});

describe("a type's text", () => {
  it.each([
    ["Map<string,number>", "Map<string, number>"],
    ["{a:string,b?:number;}", "{ a: string; b?: number }"],
    ["{\n a: string\n b: number\n}", "{ a: string; b: number }"],
    ["\n | 'a'\n | \"b\"", '"a" | "b"'],
    ["Array<\n | A\n | B\n>", "Array<A | B>"],
    ["(\n a: string,\n ...b: number[]\n)=>void", "(a: string, ...b: number[]) => void"],
    ["T extends U?X:Y", "T extends U ? X : Y"],
    ["T extends {a?:infer U}?(a?:1)=>U:never", "T extends { a?: infer U } ? (a?: 1) => U : never"],
    ["{readonly [K in keyof T]-?:T[K]}", "{ readonly [K in keyof T]-?: T[K] }"],
    ["new(a:string)=>typeof import('x').Y", 'new (a: string) => typeof import("x").Y'],
    ["readonly[a:string,b?:-1]", "readonly [a: string, b?: -1]"],
    ["`${A}-${B}` /* both */", "`${A}-${B}`"],
    ["{}|[]|(A&B)[]", "{} | [] | (A & B)[]"],
    ["{ a?(b: 1): 2; get c(): 3 }[]", "{ a?(b: 1): 2; get c(): 3 }[]"],
  ])("%j is shown as %j", (type, expected) => {
    const text = `declare function f(x: ${type}): void;`;
    expect(extractFile("a.ts", text).declarations[0]!.signatures[0]!.parameters[0]!.type).toBe(expected);
  });
});

describe("sig", () => {
  it.each([
    ["a parameter's type", "(a: string) => void", "(a: number) => void"],
    ["optionality", "(a: string) => void", "(a?: string) => void"],
    ["rest", "(a: string[]) => void", "(...a: string[]) => void"],
    ["the order of parameters", "(a: string, b: number) => void", "(a: number, b: string) => void"],
    ["the type returned", "() => void", "() => string"],
    ["what a guard guards", "(a: any, b: any) => a is X", "(a: any, b: any) => b is X"],
    ["a text in a type", '() => "a, b"', '() => "a,b"'],
  ])("changes with %s", (_what, before, after) => {
    const sig = (type: string) => hashes(`export declare const f: ${type};`)[0]!.sig;
    expect(sig(after)).not.toBe(sig(before));
  });

  it("of a container is that of its members, whatever their order", () => {
    const [before] = hashes("export interface A { x: string; y(a: number): void }");
    const [after] = hashes("export interface A { y(b: number): void; x: string }");
    const [other] = hashes("export interface A { y(b: number): void; x?: string }");
    expect(after!.sig).toBe(before!.sig);
    expect(other!.sig).not.toBe(before!.sig);
  });
});
