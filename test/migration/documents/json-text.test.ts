import { expect, test } from "vitest";
import { parseDocument, rewriteDocument } from "../../../src/migration/documents/json-text.js";
import { fc } from "../../support/fast-check.js";
import { jsonValue } from "../../support/json-value.js";

function rewrite(text: string, change: (document: Record<string, unknown>) => object): string {
  return rewriteDocument(text, "f", change({ ...parseDocument(text, "f") }) as Record<string, unknown>);
}

test.each([
  ["a field more", '{"a":1}', '{"a":1,"b":[1]}'],
  ["on lines of its own", '{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": [\n    1\n  ]\n}\n'],
  ["with tabs", '{\r\n\t"a":1\r\n}', '{\r\n\t"a":1,\r\n\t"b":[\r\n\t\t1\r\n\t]\r\n}'],
  ["on one line", '{ "a": 1 }', '{ "a": 1, "b": [1] }'],
  ["into nothing", "{}", '{"b":[1]}'],
])("%s", (_case, before, after) => {
  expect(rewrite(before, (document) => ({ ...document, b: [1] }))).toBe(after);
});

test("what is beside it stays, however it is written", () => {
  const text = '\uFEFF {\n\n  "odd" :   [1,2 ,3],\n    "x": 1.50, "y": "\\u0041",\n  "z": {} }\n\n';
  expect(rewrite(text, (document) => ({ ...document, x: 2 }))).toBe(text.replace("1.50", "2"));
  const { x: _x, ...rest } = parseDocument(text, "f");
  expect(rewriteDocument(text, "f", rest)).toBe(text.replace('\n    "x": 1.50, "y"', '\n  "y"'));
});

test.each([
  ['{"a":1,"b":2,"c":3}', ["a"], '{"b":2,"c":3}'],
  ['{"a":1,"b":2,"c":3}', ["b"], '{"a":1,"c":3}'],
  ['{"a":1,"b":2,"c":3}', ["c"], '{"a":1,"b":2}'],
  ['{"a":1,"b":2,"c":3}', ["b", "c"], '{"a":1}'],
  ['{ "a": 1 }', ["a"], "{  }"],
])("%s without %j", (text, names, expected) => {
  const without = (document: object) =>
    Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));
  expect(rewrite(text, without)).toBe(expected);
});

test("whatever is made of a document, the text is that, in the layout that it had", () => {
  // A number for a name goes before the others in JSON.
  const object = fc.dictionary(
    fc.string().filter((name) => name !== "__proto__" && !/^\d+$/.test(name)),
    jsonValue,
    { maxKeys: 5 },
  );
  fc.assert(
    fc.property(object, object, fc.constantFrom(0, 1, 2, "\t"), (one, other, indent) => {
      const [before, after] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
      const merged = { ...before, ...after };
      const text = JSON.stringify(before, null, indent);
      expect(JSON.parse(rewriteDocument(text, "f", merged))).toEqual(merged);
      expect(JSON.parse(rewriteDocument(text, "f", after!))).toEqual(after);
      if (Object.keys(before!).length > 0) {
        expect(rewriteDocument(text, "f", merged)).toBe(JSON.stringify(merged, null, indent));
      }
    }),
  );
});
