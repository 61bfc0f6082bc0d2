import { expect, test } from "vitest";
import { areNamesOnly } from "../../../../src/languages/typescript/rewrite/name-edits.js";

const TEXT = `import { Old, other } from "core/io";\nnew Old();`;

test.each([
  ["a name for a name", "Old", "Fresh", true],
  ["a name in a list", "{ Old, other }", "{ Fresh, other }", true],
  ["a part of a path", `"core/io"`, `"core/streams"`, true],
  ["a name that begins with the old one", "Old", "Older", true],
  ["a keyword", "Old", "class", false],
  ["a word that is a keyword at some places", "Old", "type", false],
  ["a path for a name", "Old", "core.Fresh", false],
  ["a name with another before it", "{ Old,", "{ type Old,", false],
  ["nothing for a name", "Old, ", "", false],
  ["a part of a word", "ther", "pen", false],
])("%s: %s to %s", (_name, from, to, expected) => {
  const start = TEXT.indexOf(from);
  expect(areNamesOnly(TEXT, [{ start, end: start + from.length, text: to }])).toBe(expected);
});
