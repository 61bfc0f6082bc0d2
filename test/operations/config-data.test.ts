import { expect, it } from "vitest";
import { applyEdits } from "../../src/migration/edit/text.js";
import { rewriteDataKeys } from "../../src/operations/config.key_rename/data.js";

it.each([
  ["a.yaml", "# c\nold: 1 # d\n", ["old"], ["new"], { do: "edit", edits: [{ start: 4, end: 7, text: "new" }] }],
  [
    "a.yml",
    "a: { 'old': 1 }\n",
    ["a", "old"],
    ["a", "new"],
    { do: "edit", edits: [{ start: 6, end: 9, text: "new" }] },
  ],
  [
    "a.json",
    '{ "x": { "old": 1 } }',
    ["x", "old"],
    ["x", "new"],
    { do: "edit", edits: [{ start: 10, end: 13, text: "new" }] },
  ],
  ["a.yaml", "other: old\n", ["old"], ["new"], { do: "nothing" }],
  ["a.yaml", "old: 1\nnew: 2\n", ["old"], ["new"], { do: "flag" }],
  ["a.yaml", "old: [\n", ["old"], ["new"], { do: "flag" }],
  ["a.toml", "old = 1 # old = 2\n", ["old"], ["new"], { do: "edit", edits: [{ start: 0, end: 3, text: "new" }] }],
  ["a.toml", "x = { old = 1 }\n", ["x", "old"], ["x", "new"], { do: "flag" }],
  ["a.toml", "old = 1\nnew = 2\n", ["old"], ["new"], { do: "flag" }],
  ["a.toml", 'x = """\nold = 1\n"""\n', ["old"], ["new"], { do: "nothing" }],
  ["a.toml", "other = 1\n", ["old"], ["new"], { do: "nothing" }],
])("renames a key of %s: %j", (path, text, from, to, expected) => {
  expect(rewriteDataKeys(path, text, from, to)).toMatchObject(expected);
});

it.each([
  ["a table's key", "[x]\nold = 1\n[y]\nold = 2\n", ["x", "old"], "[x]\nnew = 1\n[y]\nold = 2\n"],
  ["a dotted key", 'x."old" = 1\nx.b = 2\n', ["x", "old"], 'x."new" = 1\nx.b = 2\n'],
  ["tables", "[old]\na = 1\n[old.b]\n[[old.c]]\r\n", ["old"], "[new]\na = 1\n[new.b]\n[[new.c]]\r\n"],
  ["keys of tables in tables", "[x . 'y']\n  old.a = 1\n", ["x", "y", "old"], "[x . 'y']\n  new.a = 1\n"],
])("in TOML, %s", (_what, text, from, expected) => {
  const outcome = rewriteDataKeys("a.toml", text, from, [...from.slice(0, -1), "new"]);
  expect(outcome.do === "edit" && applyEdits(text, outcome.edits)).toBe(expected);
});
