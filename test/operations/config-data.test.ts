import { expect, it } from "vitest";
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
  ["a.toml", "old = 1\n", ["old"], ["new"], { do: "flag" }],
  ["a.toml", "other = 1\n", ["old"], ["new"], { do: "nothing" }],
])("renames a key of %s: %j", (path, text, from, to, expected) => {
  expect(rewriteDataKeys(path, text, from, to)).toMatchObject(expected);
});
