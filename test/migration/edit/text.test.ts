import fc from "fast-check";
import { expect, it } from "vitest";
import type { TextEdit } from "../../../src/domain/edit.js";
import { applyEdits, decodeText, encodeText, overlaps } from "../../../src/migration/edit/text.js";
import { settleUnits } from "../../../src/migration/edit/units.js";

const edit = fc
  .tuple(fc.nat(30), fc.nat(5), fc.string({ maxLength: 4 }))
  .map(([start, length, text]): TextEdit => ({ start, end: start + length, text }));

it("gives back the bytes that were decoded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const bytes = new TextEncoder().encode(text);
      expect(encodeText(decodeText(bytes)!)).toEqual(bytes);
    }),
  );
});

it("keeps every character outside of the edits, in order", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 8 }), (edits) => {
      const text = Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join("");
      const { kept } = settleUnits(edits.map((each) => ({ edits: [each], sites: [] })));
      const made = kept.flatMap((unit) => unit.edits);
      const untouched = [...text].filter((_, index) => !made.some(({ start, end }) => start <= index && index < end));
      const result = applyEdits(text, made);
      expect([...result].filter((each) => text.includes(each)).join("")).toBe(untouched.join(""));
    }),
  );
});

it("keeps no two edits that overlap, and drops none that stands alone", () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 10 }), (edits) => {
      const units = edits.map((each) => ({ edits: [each], sites: [] }));
      const { kept, conflicting } = settleUnits(units);
      const clashes = (unit: (typeof units)[number]): boolean =>
        units.some((other) => other !== unit && overlaps(unit.edits[0]!, other.edits[0]!));
      expect(kept).toEqual(units.filter((unit) => !clashes(unit)));
      expect(conflicting.length).toBe(units.filter(clashes).length);
    }),
  );
});
