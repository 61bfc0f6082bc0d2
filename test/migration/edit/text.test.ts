import { expect, it } from "vitest";
import type { Edit, TextEdit } from "../../../src/domain/edit.js";
import { applyEdits, decodeText, encodeText, overlaps } from "../../../src/migration/edit/text.js";
import { settleUnits } from "../../../src/migration/edit/units.js";
import { fc } from "../../support/fast-check.js";

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

const swap = { start: 2, end: 7, parts: [{ start: 5, end: 7 }, ", ", { start: 2, end: 3 }], dropped: [] };

it.each<[string, Edit[], string]>([
  ["takes along the edits inside of what it moves", [{ start: 5, end: 6, text: "X" }], "f(Xc, a)"],
  ["takes along one that begins with it", [{ start: 2, end: 3, text: "XY" }], "f(bc, XY)"],
  [
    "takes along another rearrangement",
    [
      {
        start: 5,
        end: 7,
        parts: [
          { start: 6, end: 7 },
          { start: 5, end: 6 },
        ],
        dropped: [],
      },
    ],
    "f(cb, a)",
  ],
  ["leaves what stands around it to others", [{ start: 0, end: 1, text: "g" }], "g(bc, a)"],
])("a rearrangement %s", (_what, others, expected) => {
  expect(settleUnits([swap, ...others].map((each) => ({ edits: [each], sites: [] }))).conflicting).toEqual([]);
  expect(applyEdits("f(a, bc)", [...others, swap])).toBe(expected);
});

it("a rearrangement drops the edits inside of what it drops, and clashes with those between its pieces", () => {
  const drop = { start: 2, end: 7, parts: [{ start: 2, end: 3 }], dropped: [{ start: 5, end: 7 }] };
  expect(applyEdits("f(a, bc)", [drop, { start: 6, end: 7, text: "X" }])).toBe("f(a)");
  expect(overlaps(drop, { start: 6, end: 7, text: "X" })).toBe(false);
  expect(overlaps(drop, { start: 3, end: 4, text: ";" })).toBe(true);
  expect(overlaps({ start: 0, end: 5, text: "" }, drop)).toBe(true);
});
