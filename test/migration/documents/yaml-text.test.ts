import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { parseYamlDocument, rewriteYamlDocument } from "../../../src/migration/documents/yaml-text.js";
import { fc } from "../../support/fast-check.js";
import { jsonValue } from "../../support/json-value.js";

const TEXT = `# ours
version:   1   # of the schema

list: [1,   2]
note: |
  two
  lines
'odd name': "x"   # stays
empty:
last: true`;

function rewrite(change: (document: Record<string, unknown>) => object, text = TEXT): string {
  return rewriteYamlDocument(text, "f", change({ ...parseYamlDocument(text, "f") }) as Record<string, unknown>);
}

test("a changed field keeps its place and its comment, and the rest every byte", () => {
  expect(rewrite((document) => ({ ...document, version: 2 }))).toBe(TEXT.replace("version:   1 ", "version: 2 "));
  expect(rewrite((document) => ({ ...document, note: "one" }))).toBe(
    TEXT.replace("note: |\n  two\n  lines", "note: one"),
  );
});

test("a field more comes at the end, a dropped one goes with its line", () => {
  expect(rewrite((document) => ({ ...document, more: { a: 1 } }))).toBe(`${TEXT}\nmore:\n  a: 1\n`);
  expect(rewrite(({ list: _list, ...rest }) => rest)).toBe(TEXT.replace("list: [1,   2]\n", ""));
  expect(rewrite(({ note: _note, ...rest }) => rest)).toBe(TEXT.replace("note: |\n  two\n  lines\n", ""));
});

test.each([
  ["{ a: 1 }", /no YAML mapping with a field a line/],
  ["- 1", /no YAML mapping/],
  ["a: [", /not YAML/],
  ["a: &x 1\nb: *x\n", /cannot be kept|not YAML|Unresolved alias/],
])("%j is left to people", (text, message) => {
  expect(() => rewrite(({ a: _a, ...rest }) => ({ ...rest, c: 1 }), text)).toThrow(message);
});

test("whatever is made of a document, the text is that", () => {
  const object = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), jsonValue, { minKeys: 1, maxKeys: 5 });
  fc.assert(
    fc.property(object, object, (one, other) => {
      const [before, after] = [one, other].map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);
      const merged = { ...before, ...after };
      expect(parse(rewriteYamlDocument(stringify(before), "f", merged))).toEqual(merged);
    }),
  );
});
