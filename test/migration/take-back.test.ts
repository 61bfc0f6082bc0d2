import { describe, expect, it, test } from "vitest";
import { followMoves } from "../../src/migration/follow-moves.js";
import { rangesBack } from "../../src/migration/ranges-back.js";
import { type InvertedText, takeBack } from "../../src/migration/take-back.js";
import { mergeBytes } from "../../src/migration/three-way.js";

function lines(...each: readonly string[]): Uint8Array {
  return Buffer.from(each.map((line) => `${line}\n`).join(""));
}

/** As the inverse operations would have it: every `cat` asked about, with a comment, and every `new` back to `old`. */
function inverted(bytes: Uint8Array): InvertedText {
  const texts = Buffer.from(bytes)
    .toString()
    .split(/(?<=\n)/);
  return {
    bytes: Buffer.from(
      texts.map((text) => (text.includes("cat") ? `// ask\n${text}` : text.replaceAll("new", "old"))).join(""),
    ),
    flagged: texts.flatMap((text, i) => (text.includes("cat") ? [{ line: i + 1, reason: "ant or bee" }] : [])),
  };
}

function taken(before: Uint8Array, after: Uint8Array, current: Uint8Array, wholly = true) {
  const result = takeBack({ before, after, current }, { after: inverted(after), current: inverted(current) }, wholly);
  return result && { ...result, bytes: Buffer.from(result.bytes).toString().trimEnd().split("\n") };
}

describe("what no operation takes back", () => {
  const before = lines("1", "ant()", "2", "bee()");
  const after = lines("1", "cat()", "2", "cat()");

  it("comes from the checkpoint where nobody touched it, and is asked about where it is new", () => {
    expect(taken(before, after, lines("1", "cat()", "2", "cat()", "3", "cat() // more"))).toEqual({
      bytes: ["1", "ant()", "2", "bee()", "3", "// ask", "cat() // more"],
      flagged: [{ line: 7, reason: "ant or bee" }],
      inverted: true,
    });
  });

  it("is asked about where it was edited", () => {
    expect(taken(before, after, lines("1", "cat(edited)", "2", "cat()"))).toEqual({
      bytes: ["1", "// ask", "cat(edited)", "2", "bee()"],
      flagged: [{ line: 3, reason: "ant or bee" }],
      inverted: true,
    });
  });

  it("is pointed out where nothing says what became of an edited line, and left where that is no code", () => {
    const [was, is, now] = [lines("1", "a", "2"), lines("1", "b", "2"), lines("1", "b, edited", "2")];
    expect(taken(was, is, now)).toEqual({
      bytes: ["1", "b, edited", "2"],
      flagged: [{ line: 2, reason: "it was edited since, and no rule takes the migration back here" }],
      inverted: true,
    });
    expect(taken(was, is, now, false)).toBeUndefined();
  });
});

it("takes back what operations can, also beside a line that was edited", () => {
  const [before, after] = [lines("old(1)", "old(2)", "old(3)"), lines("new(1)", "new(2)", "new(3)")];
  expect(taken(before, after, lines("new(1)", "new(2, edited)", "new(3)"))).toEqual({
    bytes: ["old(1)", "old(2, edited)", "old(3)"],
    flagged: [],
    inverted: true,
  });
  expect(taken(before, after, lines("// mine", "new(1)", "new(2)", "new(3)"))).toMatchObject({ inverted: false });
});

test("a file that is gone is looked for among those that were made, by what it held", () => {
  const moves = followMoves(
    new Map([
      ["a.ts", lines("1", "2", "3", "4")],
      ["b.ts", lines("x", "y")],
    ]),
    new Map([
      ["c/a.ts", lines("1", "2", "3", "edited")],
      ["d.js", lines("1", "2", "3", "4")],
      ["e.ts", lines("1", "y", "z")],
    ]),
  );
  expect([...moves]).toEqual([["a.ts", "c/a.ts"]]);
});

test("ranges go back where they are as the migration left them", () => {
  const manifest = (range: string, peer: string) =>
    Buffer.from(`{\n  "dependencies": { "core": "${range}" },\n  "peerDependencies": { "core": "${peer}" }\n}\n`);
  const back = rangesBack("a/package.json", manifest("^1.0.0", ">=1"), manifest("^2.0.0", ">=2"), new Set(["core"]));
  expect(back?.(manifest("^2.0.0", ">=3"))).toEqual({
    bytes: manifest("^1.0.0", ">=3"),
    flagged: [{ line: 3, reason: "core was set to >=3 since: it was >=1 before the migration" }],
  });
  expect(rangesBack("a/package-lock.json", lines("{}"), lines("{}"), new Set(["core"]))).toBeUndefined();
});

test("a lockfile of many lines that are alike is merged line by line, and soon", () => {
  const lockfile = (...versions: readonly string[]): Uint8Array =>
    lines(
      ...versions.flatMap((version, i) => [
        `"p${i}": {`,
        `"version": "${version}"`,
        '"engines": {',
        '"node": ">=8"',
        "}",
        "},",
      ]),
    );
  const packages = Array.from({ length: 2_000 }, () => "1");
  const [was, is] = [lockfile(...packages), lockfile(...packages.with(10, "2"))];
  const result = mergeBytes(is, lockfile(...packages.with(10, "2").with(1_990, "5")), was);
  expect(Buffer.from(result ?? []).equals(lockfile(...packages.with(1_990, "5")))).toBe(true);
});
