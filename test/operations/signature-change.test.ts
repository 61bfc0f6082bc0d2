import { describe, expect, it } from "vitest";
import type { Parameter, Signature } from "../../src/domain/symbol.js";
import { typeFit, type TypeNames } from "../../src/languages/typescript/type-fit.js";
import type { TypeComparison } from "../../src/operations/call-change.js";
import { explainChange } from "../../src/operations/signature-change.js";

const NAMES: TypeNames = { expand: () => undefined, isObject: () => false, ancestors: () => [] };
const TYPES: TypeComparison = {
  accepts: (before, after) => typeFit(before, after, NAMES, ["from", "to"]),
  returns: (before, after) => typeFit(after, before, NAMES, ["to", "from"]),
  keysOf: () => new Set(),
};

/** `a: string, b?: number, ...c: X[] -> string` */
function signature(text: string): Signature {
  const [list = "", returns] = text.split(" -> ");
  const parameters = list.split(", ").flatMap((each): Parameter[] => {
    const [, dots, name, mark, type] = /^(\.\.\.)?(\w+)(\?)?(?:: (.*))?$/.exec(each) ?? [];
    if (name === undefined) return [];
    return [{ name, optional: mark !== undefined, rest: dots !== undefined, ...(type === undefined ? {} : { type }) }];
  });
  return { parameters, ...(returns === undefined ? {} : { returns }) };
}

function explained(before: string, after: string): string[] {
  const changes = explainChange(signature(before), signature(after), TYPES);
  return changes.map(({ kind, match, evidence }) => {
    if (kind === "change.signature") return `change ${Object.keys(evidence).join()}`;
    return `${kind} ${kind === "arg.reorder" ? JSON.stringify(match["order"]) : `${match["name"]}@${match["position"]}`}`;
  });
}

describe("what a caller must heed", () => {
  it.each([
    ["a: string", "b: string", []],
    ["a: string", "a: string, b?: number", []],
    ["a: string", "a: string | number", []],
    ["a: string", "a", []],
    ["a: string, b: number", "a: string", ["arg.remove b@1"]],
    ["a: string, b: string, c: string", "a: string, c: string", ["arg.remove b@1"]],
    ["a: string, b: number", "b: number", ["arg.remove a@0"]],
    ["a, b, c", "a, c", ["arg.remove b@1"]],
    ["a: string", "z: number, a: string", ["arg.add z@0"]],
    ["a", "a, b", []],
    ["a: string, b: number", "b: number, a: string", ["arg.reorder [1,0]"]],
    ["a: string, b: number, c: Date", "c: Date, a: string, b: number", ["arg.reorder [2,0,1]"]],
    ["a: string, b: string", "b: string, a: string", ["arg.reorder [1,0]"]],
    ["a: string, b: number", "n: number, s: string", ["change replaced"]],
    ["a: string", "a: number", ["change retyped"]],
    ["a: string | number", "a: number", ["change narrowed"]],
    ["a?: string", "a: string", ["change now_required"]],
    ["...a: string[]", "a: string[]", ["change no_longer_spread"]],
    ["a: string, b: number, c: Date", "b: number, a: string", ["change reordered"]],
    ["a: string -> string", "a: string -> Promise<string>", ["change sync_to_async"]],
    ["a: string -> Promise<string>", "a: string -> string", ["change async_to_sync"]],
    ["a: string -> string", "a: string -> string | undefined", ["change may_be_absent"]],
    ["a: string -> string | undefined", "a: string -> string", []],
    ["a: string -> void", "a: string -> number", []],
    ["a: string -> string", "a: string -> number", ["change returns"]],
  ])("(%s) now (%s): %j", (before, after, changes) => {
    expect(explained(before, after)).toEqual(changes);
  });
});
