import { expect, test } from "vitest";
import { becameOf, countFound, hunksBetween, migratedLines } from "./lines.js";

const BEFORE = `import { old, other } from "core/a";

old(1);
other(2);
own.old = 3;
`;
const PEOPLE = `import { fresh, other } from "core/b";

fresh(1);
other(4);
own.old = 3;
// fresh air
`;
const RENAMES = [
  { from: "old", to: "fresh" },
  { from: "core/a", to: "core/b" },
  { from: "own", to: "mine" },
];

test("lines for the migration have the new name of one whose old name went away there", () => {
  const hunks = hunksBetween(BEFORE, PEOPLE);
  expect(migratedLines(hunks, RENAMES)).toEqual(['import { fresh, other } from "core/b";', "fresh(1);"]);
});

test("a name is a whole word, and a path a whole path", () => {
  const hunks = hunksBetween('load("core/a/b"); reload();\n', 'read("core/b/b"); reread();\n');
  expect(migratedLines(hunks, [{ from: "core/a", to: "core/b" }])).toEqual([]);
  expect(migratedLines(hunks, [{ from: "oad", to: "ead" }])).toEqual([]);
  expect(migratedLines(hunks, [{ from: "load", to: "read" }])).toHaveLength(1);
});

test("a line is found as often as it is there, indentation aside", () => {
  expect(countFound(["a();", "a();", "b();"], ["  a();", "c();"])).toBe(1);
});

test("what became of a line", () => {
  const hunks = hunksBetween(BEFORE, PEOPLE);
  expect(becameOf(hunks, 4)).toEqual([{ line: 4, text: "other(4);" }]);
  expect(becameOf(hunks, 5)).toBeUndefined();
  const shorter = hunksBetween("a\nb\nc\n", "x\nc\n");
  expect(becameOf(shorter, 2)).toEqual([{ line: 1, text: "x" }]);
});
