import { describe, expect, it } from "vitest";
import { comparePythonVersions, parsePythonVersion, parseSpecifiers } from "../../src/domain/pep440.js";
import { fc } from "../support/fast-check.js";

function compare(a: string, b: string): number {
  return Math.sign(comparePythonVersions(parsePythonVersion(a)!, parsePythonVersion(b)!));
}

function admits(specifiers: string, version: string): boolean {
  return parseSpecifiers(specifiers)!(parsePythonVersion(version)!);
}

describe("versions", () => {
  const ascending = [
    ..."1.dev0 1.0.dev456 1.0a1.dev1 1.0a1 1.0a2.dev456 1.0a12.dev456 1.0a12 1.0b1.dev456 1.0b2 1.0b2.post345.dev456".split(
      " ",
    ),
    ..."1.0b2.post345 1.0rc1.dev456 1.0rc1 1.0 1.0+abc.5 1.0+abc.7 1.0+5 1.0.post456.dev34 1.0.post456 1.0.15".split(
      " ",
    ),
    ..."1.1.dev1 1.10 1!0.1".split(" "),
  ];

  it("are ordered as in the PEP", () => {
    for (const [i, a] of ascending.entries()) {
      for (const [j, b] of ascending.entries()) expect([a, b, compare(a, b)]).toEqual([a, b, Math.sign(i - j)]);
    }
  });

  it.each(["1.0", "v1.0", "1.0.0", "1", "0!1.0", " 1.0 "])("%j is 1.0", (text) => expect(compare(text, "1.0")).toBe(0));

  it.each([
    ["1.0-ALPHA.1", "1.0a1"],
    ["1.0beta", "1.0b0"],
    ["1.0.preview-2", "1.0rc2"],
    ["1.0c3", "1.0rc3"],
    ["1.0-1", "1.0.post1"],
    ["1.0.rev4", "1.0.post4"],
    ["1.0_dev", "1.0.dev0"],
    ["1.0+Ubuntu-1", "1.0+ubuntu.1"],
    ["2.0.0-beta.3", "2.0b3"],
  ])("%s is a spelling of %s", (text, normal) => expect(compare(text, normal)).toBe(0));

  it.each(["", "latest", "1.0-next.1", "1..0", "1.0+", "1.0.*", "abc", "1.0 beta"])("%j is none", (text) => {
    expect(parsePythonVersion(text)).toBeUndefined();
  });
});

describe("specifiers", () => {
  it.each([
    [">=1.2,<2", ["1.2", "1.2.0", "1.9.9", "1.2.post1"], ["1.1", "2.0", "2.0.dev1", "1.3rc1"]],
    ["~=1.4", ["1.4", "1.4.5", "1.9"], ["1.3.9", "2.0"]],
    ["~=1.4.5", ["1.4.5", "1.4.9"], ["1.4.4", "1.5"]],
    ["~= 2.2.post3", ["2.2.post3", "2.3"], ["2.2", "3.0"]],
    ["==1.*", ["1.0", "1.99", "1.1.post1"], ["2.0", "0.9", "1!1.0"]],
    ["==1.1", ["1.1", "1.1.0", "1.1+local"], ["1.1.post1", "1.1.1"]],
    ["==1.1+local", ["1.1+LOCAL"], ["1.1", "1.1+other"]],
    ["===1.1", ["1.1", "v1.1"], ["1.1.0", "1.1+local", "1.1.post1"]],
    ["===1.1rc1,>=1", ["1.1rc1", "1.1-RC.1"], ["1.1", "1.1rc2"]],
    ["!=1.5", ["1.4", "1.5.1"], ["1.5", "1.5.0"]],
    ["!=1.5.*,>1", ["1.4", "1.6"], ["1.5.3", "1.5"]],
    [">1.7", ["1.7.1", "1.8"], ["1.7", "1.7.0.post1", "1.7+local"]],
    [">1.7.post2", ["1.7.post3"], ["1.7.post2", "1.7"]],
    ["<1.7", ["1.6.9"], ["1.7", "1.7.1"]],
    ["<=1.7", ["1.7", "1.7+local"], ["1.7.1", "1.7.post1"]],
    [">=1.0rc1", ["1.0rc1", "1.0", "1.1a1"], ["1.0b2"]],
    ["<1.7,>=1.0a1", ["1.0a1", "1.6rc1"], ["1.7rc1"]],
    ["<1.7rc2", ["1.7rc1"], ["1.7rc2"]],
    ["!=1.0rc1", ["0.9"], ["1.0rc1", "1.0rc2"]],
  ])("%s", (specifiers, inside, outside) => {
    expect(inside.filter((version) => !admits(specifiers, version))).toEqual([]);
    expect(outside.filter((version) => admits(specifiers, version))).toEqual([]);
  });

  it.each([
    "",
    "1.0",
    ">=",
    ">=1,",
    "~=1",
    ">=1.*",
    "==1.0a1.*",
    "^1.2",
    ">=1 <2",
    "=>1",
    ">=1.0+local",
    "== latest",
    "===1.*",
    "====1",
  ])("%j are none", (text) => expect(parseSpecifiers(text)).toBeUndefined());
});

it("order is total, and == and != say the opposite", () => {
  const part = fc.nat({ max: 3 });
  const version = fc
    .tuple(
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.constantFrom("", "a1", "b0", "rc1"),
      fc.constantFrom("", ".post1"),
      fc.constantFrom("", ".dev1"),
    )
    .map(([release, ...phases]) => release.join(".") + phases.join(""));
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      expect(compare(a, b)).toBe(0 - compare(b, a));
      if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      expect(admits(`==${a}`, a)).toBe(true);
      if (/^[\d.]+$/.test(b)) expect(admits(`!=${a}`, b)).toBe(!admits(`>=0a0,==${a}`, b));
    }),
  );
});
