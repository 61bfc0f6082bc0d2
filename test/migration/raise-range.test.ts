import semver from "semver";
import { expect, test } from "vitest";
import { raiseRange, widenRange } from "../../src/migration/raise-range.js";
import { fc } from "../support/fast-check.js";

test.each([
  ["^0.9.0", "1.0.0", "^1.0.0"],
  ["~0.9.0", "1.0.0", "~1.0.0"],
  ["0.9.0", "1.0.0", "1.0.0"],
  ["=0.9.0", "1.0.0", "=1.0.0"],
  ["v0.9.0", "1.0.0", "v1.0.0"],
  [">=0.9.0", "1.0.0", ">=1.0.0"],
  [">= 0.9.0", "1.0.0", ">=1.0.0"],
  [">0.8.9", "1.0.0", ">=1.0.0"],
  ["<1.0.0", "1.0.0", "^1.0.0"],
  ["^0.9", "1.0.0", "^1.0"],
  ["^0.9", "1.0.1", "^1.0.1"],
  ["^0", "1.0.0", "^1"],
  ["1.x", "2.0.0", "2.x"],
  ["1", "2.0.0", "2"],
  ["0.9.x", "1.0.0", "1.0.x"],
  ["1.x", "2.3.1", "^2.3.1"],
  ["~1", "2.0.0", "~2"],
  ["~1.2", "2.3.1", "^2.3.1"],
  [">=0.9.0 <1.0.0", "1.0.0", ">=1.0.0 <2.0.0"],
  [">=0.9 <1", "1.0.0", ">=1.0 <2"],
  [">=0.9.0 <0.10.0-0", "0.10.0", ">=0.10.0 <0.11.0-0"],
  [">=0.9.0 <3.0.0", "1.0.0", ">=1.0.0 <3.0.0"],
  ["0.9.0 - 0.9.9", "1.0.0", "^1.0.0"],
  ["^0.8.0 || ^0.9.0", "1.0.0", "^1.0.0"],
  ["^0.9.0 || ^1.0.0", "1.0.0", "^1.0.0"],
  ["^0.9.0 || ^1.0.0", "1.2.0", "^1.2.0"],
  ["^0.9.0 || ^2.0.0", "1.0.0", "^1.0.0 || ^2.0.0"],
  ["^0.9.0", "1.0.0-beta.1", "^1.0.0-beta.1"],
  ["^0.9", "1.0.0-beta.1", "^1.0.0-beta.1"],
])("%s raised to %s is %s", (range, to, expected) => {
  expect(raiseRange(range, to)).toEqual({ kind: "raised", range: expected });
});

test.each(["^1.0.0", "1.0.0", "^1.2.0", "^2.0.0", "^1.0.0 || ^2.0.0"])(
  "%s asks for 1.0.0 or later already",
  (range) => {
    expect(raiseRange(range, "1.0.0")).toEqual({ kind: "reached" });
  },
);

const UNVERSIONED = ["*", "", "x", "latest", "workspace:*", "workspace:^0.9.0", "npm:other@^0.9.0", "file:../core"];
test.each([...UNVERSIONED, "git+ssh://git@example.com/a/b.git#v0.9.0", "acme/core#v0.9.0", "catalog:"])(
  "%j holds no version to raise",
  (range) => {
    expect(raiseRange(range, "1.0.0")).toEqual({ kind: "unversioned" });
  },
);

test("law: a raised range starts at the new version, admits it, and is not raised again", () => {
  const number = fc.nat({ max: 12 });
  const version = fc.tuple(number, number, number).map((parts) => parts.join("."));
  const comparator = fc
    .tuple(fc.constantFrom("^", "~", "", "=", ">=", ">", "<", "<="), version, fc.integer({ min: 1, max: 3 }))
    .map(([operator, version, parts]) => `${operator}${version.split(".").slice(0, parts).join(".")}`);
  const bounded = fc.tuple(version, version).map(([low, high]) => `>=${low} <${high}`);
  const hyphen = fc.tuple(version, version).map(([low, high]) => `${low} - ${high}`);
  const range = fc
    .array(fc.oneof(comparator, bounded, hyphen), { minLength: 1, maxLength: 3 })
    .map((branches) => branches.join(" || "));
  fc.assert(
    fc.property(range, version, (range, to) => {
      const raised = raiseRange(range, to);
      if (raised.kind !== "raised") return;
      expect(semver.minVersion(raised.range)?.version, raised.range).toBe(to);
      expect(raiseRange(raised.range, to)).toEqual({ kind: "reached" });
    }),
    { numRuns: 2000 },
  );
});

test("a widened range keeps what it admits", () => {
  expect(widenRange("^0.9.0", "1.0.0")).toEqual({ kind: "raised", range: "^0.9.0 || ^1.0.0" });
  expect(widenRange(">=0.9.0", "1.0.0")).toEqual({ kind: "reached" });
  expect(widenRange("*", "1.0.0")).toEqual({ kind: "unversioned" });
});
