import { expect, test } from "vitest";
import { canonicalJson } from "../../src/domain/hash.js";
import { fc } from "../support/fast-check.js";

test("keys are sorted at every level, by code unit; items stay in their order", () => {
  expect(canonicalJson({ b: [{ d: 1, C: null }, 0], a: "é" })).toBe('{"a":"é","b":[{"C":null,"d":1},0]}');
  expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
});

test("equal values give equal text, and the text gives the value back", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(backwards(value))).toBe(text);
    }),
  );
});

test("a key named __proto__ is a key like any other", () => {
  const text = '{"__proto__":{"a":1},"b":2}';
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});

function backwards(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(backwards);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, backwards(inner)])
      .toReversed(),
  );
}
