import { expect, test } from "vitest";
import { compareVersions, isVersion, parseVersionRange } from "../../src/app/version-range.js";

test.each([
  // What npm reads otherwise: there `~=1.4` would be `~1.4`, and `==1.0` any patch of it.
  ["~=1.4", ["1.4.0", "1.9.0"], ["2.0.0"]],
  ["==1.0", ["1.0.0"], ["1.0.1"]],
  ["~1.4", ["1.4.7"], ["1.5.0"]],
  ["1.x || >=3", ["1.2.3", "3.1.0"], ["2.0.0"]],
  [">=1.0.0-beta.1 <2", ["1.0.0-beta.2", "1.5.0"], ["1.5.0-beta.1"]],
  // The same in both notations: each version is read in its own.
  [">=1.0", ["1.0.0", "1.0", "2.0.post1", "1!0.1"], ["1.0.0-beta.1", "1.0rc1", "0.9", "nightly"]],
  ["*", ["0.1.0"], ["1.0"]],
])("%s", (range, inside, outside) => {
  const includes = parseVersionRange(range);
  expect(inside.filter((version) => !includes(version))).toEqual([]);
  expect(outside.filter((version) => includes(version))).toEqual([]);
});

test.each(["", " ", "latest", ">=1,<2 || 3", "^1,", "~=1", ">=>1"])("%j is no range", (text) => {
  expect(() => parseVersionRange(text)).toThrow(/is no range of versions: write it as npm does/);
});

test("a version is one of either notation", () => {
  for (const version of ["1.0.0", "1.0.0-next.1", "1.0", "1!2.post1"])
    expect([version, isVersion(version)]).toEqual([version, true]);
  for (const text of ["", "latest", "^1.0.0", "1.x"]) expect([text, isVersion(text)]).toEqual([text, false]);
});

test("versions are in the order of their notation", () => {
  const npm = ["1.0.0-alpha.1", "1.0.0-alpha.10", "1.0.0-next.1", "1.0.0", "1.2.0", "1.10.0"];
  const python = ["1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.2", "1.10", "1!0.1"];
  for (const versions of [npm, python]) expect(versions.toReversed().sort(compareVersions)).toEqual(versions);
  expect(["nightly", "1.0", "edge"].sort(compareVersions)).toEqual(["1.0", "edge", "nightly"]);
});
