import { describe, expect, it } from "vitest";
import { typeFit, type Fit, type TypeNames } from "../../../src/languages/typescript/type-fit.js";

const NAMES: TypeNames = {
  expand: (name) => ({ Id: "string", Name: "string | null", Loop: "Loop | Loop" })[name],
  isObject: (name) => ["Animal", "Dog", "Cat", "Pack"].includes(name),
  ancestors: (name) => ({ Dog: ["Animal"], Pack: ["Array"] })[name] ?? [],
};

describe("whether what was passed can still be passed", () => {
  it.each<[given: string | undefined, wanted: string | undefined, Fit]>([
    ["string", "string | number", "yes"],
    ["string | number", "string", "no"],
    ["string", "any", "yes"],
    ["any", "number", "yes"],
    [undefined, "number", "yes"],
    ['"a"', "string", "yes"],
    ["string", '"a" | "b"', "no"],
    ["boolean", "true | false", "yes"],
    ["boolean", "string", "no"],
    ["string[]", "readonly string[]", "yes"],
    ["Array<string>", "string[]", "yes"],
    ["string", "string[]", "no"],
    ["Dog", "Animal", "yes"],
    ["Animal", "Cat", "unclear"],
    ["string", "Animal", "no"],
    ["Animal", "string", "no"],
    ["string[]", "Animal", "no"],
    ["string[]", "Pack", "unclear"],
    ["T", "string", "unclear"],
    ["Id", "string", "yes"],
    ["Name", "Id", "no"],
    ["Promise<string>", "Promise<number>", "no"],
    ["Box<string>", "Box<number>", "unclear"],
    ["Box", "Box<string>", "yes"],
    ['import("./pets").Dog', "Dog", "yes"],
    ["Dog$1", "Dog", "yes"],
    ["(a: string) => void", "(a: string, b: number) => void", "yes"],
    ["(a: string, b: number) => void", "(a: string) => void", "no"],
    ["() => void", "string", "no"],
    ["{ a: string }", "{ a: string; b?: number }", "yes"],
    ["{ a: string }", "{ a: string; b: number }", "no"],
    ["{ a?: string }", "{ a: string }", "no"],
    ["Loop", "string", "unclear"],
    ["T extends string ? 1 : 2", "number", "unclear"],
    ["string…", "number", "unclear"],
  ])("%s for %s: %s", (given, wanted, fit) => {
    expect(typeFit(given, wanted, NAMES, ["from", "to"])).toBe(fit);
  });
});
