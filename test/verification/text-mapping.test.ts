import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mapText } from "../../src/verification/text-mapping.js";

const BEFORE = ["const a = old(1);", "const b = other(old, 2);", "", "done(a);", ""].join("\n");
const AFTER = ["// look at it", "const a = fresh(1);", "const b = another(old, 2);", "", "done(a);", ""].join("\n");

describe("mapText", () => {
  const { offsetAfter, lineBefore } = mapText(BEFORE, AFTER);

  it("finds what was kept, also on lines that were edited", () => {
    const at = (text: string, word: string) => text.indexOf(word);
    expect(offsetAfter(at(BEFORE, "1);"))).toBe(at(AFTER, "1);"));
    expect(offsetAfter(at(BEFORE, "old, 2"))).toBe(at(AFTER, "old, 2"));
    expect(offsetAfter(at(BEFORE, "done"))).toBe(at(AFTER, "done"));
  });

  it("finds what precedes a word that was rewritten", () => {
    expect(offsetAfter(BEFORE.indexOf("old(1)"))).toBe(AFTER.indexOf("=") + 1);
  });

  it("finds the line that a line was written from, and the one above a new line", () => {
    expect([1, 2, 3, 4, 5].map(lineBefore)).toEqual([1, 1, 2, 3, 4]);
    expect(mapText("a\nb\n", "a\nnew\nb\n").lineBefore(2)).toBe(1);
  });

  it("takes every place of a text to itself", () => {
    const text = fc.array(fc.constantFrom("a", "b", " ", "\n", "\r\n", "(", "é"), { maxLength: 40 });
    fc.assert(
      fc.property(text, (pieces) => {
        const written = pieces.join("");
        const mapping = mapText(written, written);
        for (let i = 0; i < written.length; i++) expect(mapping.offsetAfter(i)).toBe(i);
        const lines = written.replace(/\n$/, "").split("\n").length;
        for (let line = 1; line <= lines; line++) expect(mapping.lineBefore(line)).toBe(line);
      }),
    );
  });
});
