import { describe, expect, it } from "vitest";
import { applyOverrides, type Overruled } from "../../../src/analysis/overrides/apply.js";
import { type Release, readOverrides } from "../../../src/analysis/overrides/read.js";
import { isOnxError, type OnxError } from "../../../src/domain/errors.js";
import type { ProposedOperation } from "../../../src/domain/operation.js";

const RELEASE: Release = { package: "core", from: "1.4.0", to: "2.0.0" };

function inferred(kind: string, match: Record<string, unknown>): ProposedOperation {
  return { kind, match, confidence: 0.8, method: "similarity", evidence: { seen: 3 }, breaking: true, dependsOn: [] };
}

const LOAD = inferred("rename.callable", { module: "core", from: "load", to: "reload" });
const FADE = inferred("rename.symbol", { module: "core", from: "Fade", to: "Ease" });
const STOP = inferred("remove.symbol", { module: "core", container: "Clock", name: "stop" });

/** Overrides of 2.0.0, the first on line 5. */
function overrides(...entries: string[]): string {
  return `version: 1\nreleases:\n  - to: "2.0.0"\n    operations:\n${entries.map((entry) => `      - ${entry}\n`).join("")}`;
}

function overrule(text: string, release = RELEASE): Overruled {
  return applyOverrides([LOAD, FADE, STOP], readOverrides(text, release));
}

function refusal(text: string): OnxError {
  try {
    overrule(text);
  } catch (error) {
    if (isOnxError(error)) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("overrides", () => {
  it("declare what was not inferred, and what gives way to it", () => {
    const text = overrides(
      "{ declare: { kind: config.key_rename, match: { config: core.Options, from: a, to: b } }, breaking: false }",
      '{ declare: { kind: remove.symbol, match: { module: core, name: load } }, note: "Use `fetch`." }',
    );
    const { operations, overridden } = overrule(text);
    expect(operations).toEqual([
      FADE,
      STOP,
      {
        kind: "config.key_rename",
        match: { config: "core.Options", from: "a", to: "b" },
        confidence: 1,
        method: "declared",
        evidence: { declared_at: ".onx/overrides.yaml:5" },
        breaking: false,
        dependsOn: [],
      },
      expect.objectContaining({ kind: "remove.symbol", match: { module: "core", name: "load" }, note: "Use `fetch`." }),
    ]);
    expect(overridden).toEqual([
      {
        kind: "rename.callable",
        match: LOAD.match,
        confidence: 0.8,
        became: "declared otherwise",
        by: ".onx/overrides.yaml:6",
        reason: "Use `fetch`.",
      },
    ]);
  });

  it("correct a part of an operation, or all of it where the kind is another", () => {
    const text = overrides(
      "{ correct: { match: { from: load } }, with: { match: { to: read } } }",
      "{ correct: { kind: rename.symbol, match: { from: Fade } }, with: { kind: remove.symbol, match: { module: core, name: Fade } } }",
    );
    const { operations, overridden } = overrule(text);
    expect(operations).toMatchObject([
      STOP,
      {
        kind: "rename.callable",
        match: { module: "core", from: "load", to: "read" },
        confidence: 1,
        method: "declared",
        evidence: { declared_at: ".onx/overrides.yaml:5", inferred: { match: LOAD.match, confidence: 0.8 } },
      },
      { kind: "remove.symbol", confidence: 1 },
    ]);
    expect(operations[2]?.match).toEqual({ module: "core", name: "Fade" });
    expect(overridden).toMatchObject([{ became: "corrected" }, { became: "corrected" }]);
  });

  it("take the members along to another new name of their container", () => {
    const member = (container: string, to_container: string) =>
      inferred("rename.member", { module: "core", container, from: "x", to: "y", to_container });
    const text = overrides("{ correct: { match: { from: Fade } }, with: { match: { to: Glide } } }");
    const { operations } = applyOverrides(
      [FADE, member("Fade", "Ease"), member("Fade", "Box"), member("Lid", "Ease")],
      readOverrides(text, RELEASE),
    );
    expect(operations.map(({ match }) => match["to_container"])).toEqual(["Glide", "Box", "Ease", undefined]);
  });

  it("reject everything that they match, with the reason", () => {
    const { operations, overridden } = overrule(
      overrides("{ reject: { match: { module: core } }, reason: it is internal }"),
    );
    expect(operations).toEqual([]);
    expect(overridden).toHaveLength(3);
    expect(overridden[0]).toMatchObject({ became: "rejected", reason: "it is internal", by: ".onx/overrides.yaml:5" });
  });

  it("annotate without making anything surer", () => {
    const { operations, overridden } = overrule(overrides("{ annotate: { match: { name: stop } }, note: It hung. }"));
    expect(operations).toEqual([LOAD, FADE, { ...STOP, note: "It hung." }]);
    expect(overridden).toEqual([]);
  });

  it("are carried out from top to bottom", () => {
    const rejected = "{ reject: { match: { to: read } }, reason: no }";
    const corrected = "{ correct: { match: { from: load } }, with: { match: { to: read } } }";
    expect(overrule(overrides(corrected, rejected)).operations).toEqual([FADE, STOP]);
    expect(refusal(overrides(rejected, corrected)).message).toMatch(/matches no operation .*:5\)/);
  });
});

describe("a block speaks of", () => {
  const block = (scope: string) => `version: 1\nreleases:\n  - { ${scope}, note: Hello. }\n`;
  const notes = (scope: string, release: Partial<Release> = {}) =>
    readOverrides(block(scope), { ...RELEASE, ...release }).notes;

  it.each<[string, Partial<Release>, boolean]>([
    ['to: "2.0.0"', {}, true],
    ['to: "2.0.0"', { to: "2.1.0" }, false],
    ['to: "2.0.0"', { to: "2.0.0-beta.1" }, false],
    ['to: "2.x"', { to: "2.0.0-beta.1" }, true],
    ['to: "2.0.0", from: ">=1.4.0"', {}, true],
    ['to: "2.0.0", from: ">=1.5.0"', {}, false],
    // A tree whose version was not raised yet: the release to come, and none of those that were.
    ['to: "2.0.0"', { from: "1.4.0+aaa", to: "1.4.0+bbb" }, true],
    ['to: "1.4.0"', { from: "1.4.0+aaa", to: "1.4.0+bbb" }, false],
    ['to: "1.x"', { from: "1.4.0+aaa", to: "1.4.0+bbb" }, false],
    ['to: "2.0.0"', { from: "main", to: "feature" }, false],
    ['to: "2.0.0", package: core', {}, true],
    ['to: "2.0.0", package: other', {}, false],
    ['to: "7.0.0", package: other', { packages: [{ name: "other", from: "6.0.0", to: "7.0.0" }] }, true],
  ])("%s with %o: %s", (scope, release, expected) => {
    expect(notes(scope, release)).toEqual(expected ? ["Hello."] : []);
  });

  it("another release, whose operations are not here to be matched", () => {
    const text = overrides("{ reject: { match: { from: gone } }, reason: no }").replace("2.0.0", "1.0.0");
    expect(overrule(text)).toEqual({ operations: [LOAD, FADE, STOP], overridden: [] });
  });
});

describe("overrides are refused, with their line, for", () => {
  const fine = "{ annotate: { match: { from: load } }, note: x }";

  it.each<[string, string, number, RegExp]>([
    [
      "matching nothing",
      overrides(fine, "{ reject: { match: { from: lod } }, reason: no }"),
      6,
      /matches no operation/,
    ],
    [
      "a kind that does not have it",
      overrides("{ reject: { kind: arg.rename, match: { from: load } }, reason: no }"),
      5,
      /no op/,
    ],
    ["saying nothing to match", overrides(fine, "{ reject: { match: {} }, reason: no }"), 6, /at least one key/],
    ["no reason", overrides(fine, fine, "{ reject: { match: { from: load } } }"), 7, /reason/],
    [
      "two verbs",
      overrides("{ reject: { match: { a: 1 } }, annotate: { match: { a: 1 } }, note: x }"),
      5,
      /has one of/,
    ],
    ["none", overrides(fine, "{ note: x }"), 6, /has one of declare, correct, reject and annotate/],
    ["an unknown field", overrides(`{ annotate: { match: { from: load } }, note: x, colour: red }`), 5, /colour/],
    ["an unknown kind", overrides("{ declare: { kind: explode.all, match: {} } }"), 5, /explode\.all/],
    [
      "a match of another shape",
      overrides(fine, "{ declare: { kind: move.file, match: { from: a, too: b } } }"),
      6,
      /match/,
    ],
    [
      "a path that climbs",
      overrides("{ declare: { kind: move.file, match: { from: core/a, to: ../b } } }"),
      5,
      /"\.\."/,
    ],
    [
      "a correction that is of no shape",
      overrides(fine, "{ correct: { match: { from: load } }, with: { kind: move.file } }"),
      6,
      /releases\.0\.operations\.1\.match/,
    ],
    [
      "declaring the same twice",
      overrides(
        "{ declare: { kind: rename.callable, match: { module: core, from: load, to: a } } }",
        "{ declare: { kind: remove.symbol, match: { module: core, name: load } } }",
      ),
      6,
      /an override above says already/,
    ],
    ["a version as a number", "version: 1\nreleases:\n  - to: 2.0\n", 3, /in quotes/],
    ["what is no range", 'version: 1\nreleases:\n  - note: x\n    to: "next"\n', 4, /not a range/],
    ["another version of the format", "version: 2\nreleases: []\n", 1, /version/],
    ["a mistake in a block for another release", `${overrides(fine)}  - to: "1.0.0"\n    colour: red\n`, 7, /colour/],
    ["broken YAML", "version: [", 1, /not YAML/],
    ["an empty file", "", 1, /is a mapping/],
  ])("%s", (_what, text, line, message) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "invalid-overrides", exitCode: 2, place: `.onx/overrides.yaml:${line}` });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
    expect(error.remedy).toBeTruthy();
  });
});
