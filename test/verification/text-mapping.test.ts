import { describe, expect, it } from "vitest";
import { mapText } from "../../src/verification/text-mapping.js";
import { fc } from "../support/fast-check.js";

const BEFORE = ["const a = old(1);", "const b = other(old, 2);", "", "done(a);", ""].join("\n");
const AFTER = ["// look at it", "const a = fresh(1);", "const b = another(old, 2);", "", "done(a);", ""].join("\n");

describe("mapText", () => {
  const { offsetAfter, placeBefore } = mapText(BEFORE, AFTER);

  it("finds what was kept, also on lines that were edited", () => {
    const at = (text: string, word: string) => text.indexOf(word);
    expect(offsetAfter(at(BEFORE, "1);"))).toBe(at(AFTER, "1);"));
    expect(offsetAfter(at(BEFORE, "old, 2"))).toBe(at(AFTER, "old, 2"));
    expect(offsetAfter(at(BEFORE, "done"))).toBe(at(AFTER, "done"));
  });

  it("finds what precedes a word that was rewritten", () => {
    expect(offsetAfter(BEFORE.indexOf("old(1)"))).toBe(AFTER.indexOf("=") + 1);
  });

  it("finds the place that a place comes from", () => {
    expect(placeBefore(2, AFTER.split("\n")[1]!.indexOf("1);") + 1)).toEqual({ line: 1, column: 15 });
    expect(placeBefore(4, 1)).toEqual({ line: 3, column: 1 });
  });

  it("finds no column for what was rewritten, and for a new line the one above", () => {
    expect(placeBefore(2, 11)).toEqual({ line: 1, column: 0 });
    expect(placeBefore(1, 1)).toEqual({ line: 1, column: 0 });
    expect(mapText("a\nb\n", "a\nnew\nb\n").placeBefore(2, 1)).toEqual({ line: 1, column: 0 });
    expect(mapText("a\nold(b);\n", "a\nfresh(b);\n").placeBefore(2, 1)).toEqual({ line: 2, column: 0 });
  });

  it("takes every place of a text to itself", () => {
    const text = fc.array(fc.constantFrom("a", "b", " ", "\n", "\r\n", "(", "é"), { maxLength: 40 });
    fc.assert(
      fc.property(text, (pieces) => {
        const written = pieces.join("");
        const mapping = mapText(written, written);
        for (let i = 0; i < written.length; i++) expect(mapping.offsetAfter(i)).toBe(i);
        for (const [i, line] of written.split("\n").entries()) {
          for (let column = 1; column <= line.length; column++) {
            expect(mapping.placeBefore(i + 1, column)).toEqual({ line: i + 1, column });
          }
        }
      }),
    );
  });
});
