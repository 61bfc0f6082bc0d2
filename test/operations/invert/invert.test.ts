import { expect, it, test } from "vitest";
import type { Manifest } from "../../../src/domain/manifest.js";
import { invertManifest } from "../../../src/operations/invert/invert.js";
import { fc } from "../../support/fast-check.js";
import { manifestBetween, release, released, START } from "../../support/release-model.js";
import { manifestOf, type Said, saidBy } from "../compose/manifests.js";

const WAY = ["1.0.0", "2.0.0"] as const;

/** What the inverse says, without removals: what a release added has no name to go back to. */
function renamesOf(manifest: Manifest): string[] {
  return saidBy(manifest)
    .filter(([kind]) => kind !== "remove.symbol")
    .flatMap(([kind, match]) => {
      const { symbols, ...rest } = match;
      return (Array.isArray(symbols) ? symbols : [undefined]).map((name) => JSON.stringify([kind, name, rest]));
    })
    .sort();
}

it("says what a release that took everything back would say", () => {
  fc.assert(
    fc.property(release, (changes) => {
      const next = released(START, changes);
      const forward = manifestBetween(START, next, WAY);
      const back = manifestBetween(next, START, ["2.0.0", "1.0.0"]);
      expect(renamesOf(invertManifest(forward).manifest)).toEqual(renamesOf(back));
    }),
    { numRuns: 3000 },
  );
});

it("leads forth again when it is turned round twice", () => {
  fc.assert(
    fc.property(release, (changes) => {
      const { operations } = manifestBetween(START, released(START, changes), WAY);
      const kept = operations.filter(({ kind }) => kind !== "remove.symbol");
      const manifest = { ...manifestOf(...WAY), operations: kept };
      const again = invertManifest(invertManifest(manifest).manifest).manifest;
      expect(again).toEqual({ ...manifest, summary: again.summary });
    }),
    { numRuns: 1000 },
  );
});

const CALL = { callable: "core.read" };

test.each<[what: string, forth: Said[], back: Said[]]>([
  [
    "keys",
    [["config.key_rename", { config: "core.Options", from: "retry.delay", to: "wait", files: ["*.json"] }]],
    [["config.key_rename", { config: "core.Options", from: "wait", to: "retry.delay", files: ["*.json"] }]],
  ],
  [
    "files",
    [["move.file", { from: "core/a.css", to: "core/b.css" }]],
    [["move.file", { from: "core/b.css", to: "core/a.css" }]],
  ],
  [
    "values of a type with a new name",
    [
      ["rename.symbol", { module: "core", from: "Mode", to: "Way" }],
      ["rename.value", { module: "core", container: "Mode", from: "fast", to: "quick" }],
    ],
    [
      ["rename.symbol", { module: "core", from: "Way", to: "Mode" }],
      ["rename.value", { module: "core", container: "Way", from: "quick", to: "fast" }],
    ],
  ],
  [
    "the style of an export",
    [["restyle.export", { module: "core", name: "read", from: "default", to: "named" }]],
    [["restyle.export", { module: "core", name: "read", from: "named", to: "default" }]],
  ],
  [
    "the order of arguments, of a function with a new name",
    [
      ["rename.callable", { module: "core", from: "read", to: "load" }],
      ["arg.reorder", { ...CALL, order: [2, 0, 1] }],
    ],
    [
      ["rename.callable", { module: "core", from: "load", to: "read" }],
      ["arg.reorder", { callable: "core.load", order: [1, 2, 0] }],
    ],
  ],
  [
    "arguments with names",
    [["arg.rename", { ...CALL, from: "options.limit", to: "options.max", required: false }]],
    [["arg.rename", { ...CALL, from: "options.max", to: "options.limit", required: false }]],
  ],
  [
    "an argument that was added",
    [["arg.add", { ...CALL, name: "codec", position: 1, placeholder: '"utf8"' }]],
    [["arg.remove", { ...CALL, name: "codec", position: 1 }]],
  ],
])("inverts %s", (_what, forth, back) => {
  const { manifest, lost } = invertManifest(manifestOf(...WAY, ...forth));
  expect(saidBy(manifest)).toEqual(back);
  expect(manifest.operations.every(({ confidence }) => confidence > 0)).toBe(true);
  expect(lost.size).toBe(0);
});

test.each<[what: string, forth: Said[], back: Said[], lost: [id: string, reason: string][]]>([
  [
    "two names that became one",
    [
      ["rename.symbol", { module: "core", from: "Ant", to: "Cat" }],
      ["rename.symbol", { module: "core", from: "Bee", to: "Cat" }],
    ],
    [
      ["rename.symbol", { module: "core", from: "Cat", to: "Ant" }],
      ["rename.symbol", { module: "core", from: "Cat", to: "Bee" }],
    ],
    [
      ["OP001", "it was Ant or Bee before"],
      ["OP002", "it was Ant or Bee before"],
    ],
  ],
  [
    "an argument that was dropped",
    [["arg.remove", { ...CALL, name: "codec", position: 1 }]],
    [["arg.add", { ...CALL, name: "codec", position: 1 }]],
    [["OP001", "codec was dropped"]],
  ],
  [
    "a default that changed, behind an argument that was dropped",
    [
      ["arg.remove", { ...CALL, name: "codec", position: 0 }],
      ["arg.add_default", { ...CALL, name: "trim", position: 1, default: "true" }],
    ],
    [
      ["arg.add", { ...CALL, name: "codec", position: 0 }],
      ["arg.add_default", { ...CALL, name: "trim", position: 0, default: "true" }],
    ],
    [
      ["OP001", "codec was dropped"],
      ["OP002", "it stands for something else now"],
    ],
  ],
  [
    "a signature",
    [["change.signature", { ...CALL, from: "(a)", to: "(b)" }]],
    [["change.signature", { ...CALL, from: "(b)", to: "(a)" }]],
    [["OP001", "no rule says what becomes of a call"]],
  ],
])("asks about %s", (_what, forth, back, lost) => {
  const inverse = invertManifest(manifestOf(...WAY, ...forth));
  expect(saidBy(inverse.manifest)).toEqual(back);
  expect(inverse.manifest.operations.map(({ confidence }) => confidence)).toEqual(back.map(() => 0));
  expect([...inverse.lost]).toEqual(lost);
});

test("what is gone is told, and what was there all along needs no way back", () => {
  const { manifest, lost } = invertManifest(
    manifestOf(
      ...WAY,
      ["remove.symbol", { module: "core", name: "Ant" }],
      ["rename.symbol", { module: "core", from: "Bee", to: "Cat" }, { method: "deprecation-note" }],
      ["arg.reorder", { callable: "core.Ant", order: [1, 0] }],
    ),
  );
  expect(manifest.operations).toEqual([]);
  expect([...lost]).toEqual([
    ["OP001", "Ant is gone"],
    ["OP003", "core.Ant is gone"],
  ]);
});

test("the head is turned round with the operations", () => {
  const forth = { ...manifestOf(...WAY), packages: [{ name: "core", from: "1.0.0", to: "2.0.0" }] };
  const { manifest } = invertManifest({
    ...forth,
    steps: [{ from: "1.0.0", to: "2.0.0", provenance: forth.provenance }],
  });
  expect(manifest).toMatchObject({
    from: "2.0.0",
    to: "1.0.0",
    packages: [{ name: "core", from: "2.0.0", to: "1.0.0" }],
    provenance: { from_sha: "sha-2.0.0", to_sha: "sha-1.0.0", tree_from: "tree-2.0.0", tree_to: "tree-1.0.0" },
    steps: [{ from: "2.0.0", to: "1.0.0", provenance: { from_sha: "sha-2.0.0" } }],
  });
});
