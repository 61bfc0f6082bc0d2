import { describe, expect, it } from "vitest";
import { isOnxError, type OnxError } from "../../src/domain/errors.js";
import { LANGUAGES, type Manifest } from "../../src/domain/manifest.js";
import { METHODS, type Operation } from "../../src/domain/operation.js";
import { formatManifest, parseManifest } from "../../src/operations/manifest.js";
import { fc } from "../support/fast-check.js";

const HEAD = `manifest_version: 1
package: core
language: typescript
from: 1.0.0
to: 2.0.0
summary: One change.
semver: { declared: major, required: major }
provenance:
  repository: acme/core
  from_sha: aaaa
  to_sha: bbbb
  tree_from: blake3:cc
  tree_to: blake3:dd
  tool: onx-migrate 0.1.0
  thresholds: { auto: 0.9, warn: 0.7 }
`;
/** The first operation's line in a manifest of `HEAD` and operations. */
const FIRST = HEAD.split("\n").length + 1;

function operations(...texts: string[]): string {
  return `${HEAD}operations:\n${texts.map((text) => `  - ${text}\n`).join("")}`;
}

function removal(id: string, rest = ""): string {
  return `{ id: ${id}, kind: remove.symbol, match: { module: core, name: a }, confidence: 0.9, method: similarity${rest} }`;
}

function refusal(text: string): OnxError {
  try {
    parseManifest(text, "dir/m.yaml");
  } catch (error) {
    if (isOnxError(error)) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("a manifest", () => {
  it("has defaults for what may be left out", () => {
    const manifest = parseManifest(operations(removal("OP001"), removal("OP002", ", depends_on: [OP001]")), "m.yaml");
    expect(manifest.operations).toMatchObject([
      { id: "OP001", depends_on: [], breaking: true, evidence: {} },
      { id: "OP002", depends_on: ["OP001"] },
    ]);
    expect(parseManifest(`${HEAD}operations: []\n`, "m.yaml").operations).toEqual([]);
  });
});

describe("a manifest is refused, with its line, for", () => {
  const nested = (depth: number) => `${"{ a: ".repeat(depth)}1${" }".repeat(depth)}`;
  const bomb = (levels: number) =>
    Array.from(
      { length: levels },
      (_, i) =>
        `x${i}: &x${i} [${
          i === 0
            ? "lol"
            : Array(9)
                .fill(`*x${i - 1}`)
                .join(", ")
        }]`,
    ).join("\n");

  it.each<[string, string, number, RegExp]>([
    ["broken YAML", `${HEAD}operations: [`, FIRST - 1, /not YAML/],
    ["a key twice", `${HEAD}package: other\noperations: []\n`, FIRST - 1, /not YAML/],
    ["two documents", `${HEAD}operations: []\n---\na: 1\n`, FIRST, /not YAML/],
    ["a text", "just prose", 1, /mapping/],
    ["a list", "- a\n- b\n", 1, /mapping/],
    ["nothing", "", 1, /mapping/],
    [
      "an unknown version",
      HEAD.replace("manifest_version: 1", "manifest_version: 2") + "operations: []\n",
      1,
      /manifest_version 2.*newer/,
    ],
    ["no version", "package: core\n", 1, /manifest_version/],
    ["a missing field", HEAD.replace("summary: One change.\n", "") + "operations: []\n", 1, /summary/],
    ["a field of another shape", HEAD.replace("to: 2.0.0", "to: [2]") + "operations: []\n", 5, /to: /],
    ["an unknown field", `${HEAD}colour: red\noperations: []\n`, FIRST - 1, /colour/],
    ["an unknown language", HEAD.replace("typescript", "cobol") + "operations: []\n", 3, /language/],
    [
      "an unknown kind",
      operations(removal("OP001"), "{ id: OP002, kind: explode.all, match: {}, confidence: 1, method: declared }"),
      FIRST + 1,
      /explode\.all.*rename\.symbol/,
    ],
    [
      "a match of another shape",
      operations("{ id: OP001, kind: rename.import, match: { from: a, too: b }, confidence: 1, method: declared }"),
      FIRST,
      /operations\.0\.match/,
    ],
    ["a confidence above one", operations(removal("OP001").replace("0.9", "1.9")), FIRST, /confidence/],
    ["an id of another form", operations(removal("first")), FIRST, /OP and at least three digits/],
    [
      "an id twice",
      operations(removal("OP001"), removal("OP002"), removal("OP001")),
      FIRST + 2,
      /duplicate operation id OP001/,
    ],
    [
      "a dependency that is not there",
      operations(removal("OP001", ", depends_on: [OP009]")),
      FIRST,
      /OP009, which is not there/,
    ],
    ["a dependency on itself", operations(removal("OP001", ", depends_on: [OP001]")), FIRST, /circle: OP001 → OP001/],
    [
      "a circle of dependencies",
      operations(
        removal("OP001"),
        removal("OP002", ", depends_on: [OP001, OP004]"),
        removal("OP003", ", depends_on: [OP002]"),
        removal("OP004", ", depends_on: [OP003]"),
      ),
      FIRST + 1,
      /circle: OP002 → OP004 → OP003 → OP002/,
    ],
    [
      "a path that climbs",
      operations(
        "{ id: OP001, kind: move.file, match: { from: core/a.css, to: core/../../etc/passwd }, confidence: 1, method: declared }",
      ),
      FIRST,
      /"\.\." in to/,
    ],
    [
      "a path that climbs backwards",
      operations(
        '{ id: OP001, kind: rename.import, match: { from: "core\\\\..\\\\x", to: core }, confidence: 1, method: declared }',
      ),
      FIRST,
      /"\.\." in from/,
    ],
    [
      "a glob that climbs",
      operations(
        '{ id: OP001, kind: config.key_rename, match: { config: core.A, from: a, to: b, files: ["ok.json", "../*.json"] }, confidence: 1, method: declared }',
      ),
      FIRST,
      /"\.\." in files/,
    ],
    ["an alias bomb", `${bomb(12)}\nmanifest_version: 1\n`, 2, /too many YAML aliases/],
    ["an alias to nothing", `${HEAD}operations: *gone\n`, FIRST - 1, /not YAML/],
    ["nesting without end", `manifest_version: 1\nsummary: ${nested(50_000)}\n`, 2, /not YAML/],
  ])("%s", (_what, text, line, message) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: "invalid-manifest", exitCode: 2, place: `dir/m.yaml:${line}` });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain("\n");
    expect(error.remedy).toBeTruthy();
  });

  it("a size that no manifest has", () => {
    expect(refusal(`# ${"x".repeat(33 * 1024 * 1024)}`).message).toMatch(/32 MiB/);
  });
});

it("takes a long chain of dependencies", () => {
  const chain = Array.from({ length: 3000 }, (_, i) =>
    removal(`OP${1000 + i}`, i < 2999 ? `, depends_on: [OP${1001 + i}]` : ""),
  );
  expect(parseManifest(operations(...chain), "m.yaml").operations).toHaveLength(3000);
});

const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 24 }),
  fc.constantFrom(
    "1.0",
    "0x1F",
    "yes",
    "null",
    "~",
    "- a",
    "# no",
    "a: b",
    "{",
    "*x",
    "&x",
    "!!str",
    "'",
    '"',
    " a",
    "a ",
    "line\nline\n",
    "\ttab",
    "2024-01-01",
    "1e3",
    "...",
    "---",
  ),
);
const name = text.filter((value) => !value.split(/[/\\]/).includes("..") && !value.includes("\0"));
/** What evidence is called; zod leaves out a key of this name, as it could change what an object is. */
const evidenceName = name.filter((value) => value !== "__proto__");
const share = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter(
    (value) => !JSON.stringify(value).includes("__proto__") && !/(?:[[,:]|^)-0[\],}]?/.test(JSON.stringify(value)),
  );

const matches = {
  "rename.import": fc.record(
    { from: name, to: name, symbols: fc.array(name, { minLength: 1 }) },
    { requiredKeys: ["from", "to"] },
  ),
  "move.file": fc.record({ from: name, to: name }),
  "rename.symbol": fc.record(
    { module: name, from: name, to: name, to_module: name },
    { requiredKeys: ["module", "from", "to"] },
  ),
  "rename.callable": fc.record(
    { module: name, container: name, from: name, to: name },
    { requiredKeys: ["module", "from", "to"] },
  ),
  "rename.member": fc.record({ module: name, container: name, from: name, to: name }),
  "config.key_rename": fc.record({ config: name, from: name, to: name }),
  "remove.symbol": fc.record({ module: name, name, replacement: text }, { requiredKeys: ["module", "name"] }),
};

const operation = fc.constantFrom(...Object.entries(matches)).chain(([kind, match]) =>
  fc.record<Omit<Operation, "id" | "depends_on">>(
    {
      kind: fc.constant(kind),
      match: match as fc.Arbitrary<Record<string, unknown>>,
      confidence: share,
      method: fc.constantFrom(...METHODS),
      evidence: fc.dictionary(evidenceName, json as fc.Arbitrary<unknown>, { noNullPrototype: true }),
      breaking: fc.boolean(),
      note: text,
    },
    { requiredKeys: ["kind", "match", "confidence", "method", "evidence", "breaking"] },
  ),
);

const manifests = fc
  .record({
    head: fc.record({
      package: name,
      from: name,
      to: name,
      summary: fc.string({ unit: "grapheme" }),
      repository: text,
      tool: text,
    }),
    language: fc.constantFrom(...LANGUAGES),
    operations: fc.array(operation, { maxLength: 6 }),
    earlier: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
  })
  .map(({ head: { repository, tool, ...head }, language, operations: made, earlier }): Manifest => ({
    manifest_version: 1,
    ...head,
    language,
    semver: { declared: "major", required: "minor" },
    provenance: {
      repository,
      from_sha: "a",
      to_sha: "b",
      tree_from: "c",
      tree_to: "d",
      tool,
      thresholds: { auto: 0.9, warn: 0.7 },
    },
    operations: made.map((each, i) => ({
      id: `OP${100 + i}`,
      ...each,
      depends_on: i === 0 ? [] : [`OP${100 + ((earlier[i] ?? 0) % i)}`],
    })),
  }));

describe("written and read again", () => {
  it("is the same manifest, and the same bytes", () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const written = formatManifest(manifest);
        const read = parseManifest(written, "m.yaml");
        expect(read).toEqual(manifest);
        expect(formatManifest(read)).toBe(written);
      }),
    );
  });

  it("does not depend on the order of keys", () => {
    const manifest = parseManifest(operations(removal("OP001")), "m.yaml");
    const reversed = Object.fromEntries(
      Object.entries({
        ...manifest,
        operations: manifest.operations.map((each) => Object.fromEntries(Object.entries(each).reverse())),
      }).reverse(),
    ) as unknown as Manifest;
    expect(formatManifest(reversed)).toBe(formatManifest(manifest));
    expect(Object.keys(reversed)[0]).toBe("operations");
  });

  it("repeats values instead of referring to them", () => {
    const manifest = parseManifest(operations(removal("OP001"), removal("OP002")), "m.yaml");
    const shared = { deep: [1, 2] };
    const written = formatManifest({
      ...manifest,
      operations: manifest.operations.map((each) => ({ ...each, evidence: shared })),
    });
    expect(written).not.toMatch(/[&*]a1/);
  });
});
