import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { compareVersions } from "../../src/analysis/match/compare.js";
import { canonicalJson, compareText } from "../../src/domain/hash.js";
import { bandOf, operationSchema, type Operation } from "../../src/domain/operation.js";
import { KINDS, kindOf } from "../../src/operations/registry.js";
import { openFolderVersion } from "../support/core-version.js";

const FIXTURES = join(import.meta.dirname, "../../fixtures/operations");

const NO_WAY = "its exports close the package, so no dependent can reach the file by path";
const BY_ITS_OWN = "its own entry tells of it as well, and more directly";
const SMALL = "nothing but its place tells what became of it";

/** Hand-written operations of the fixtures that cannot be read from the two versions, or are not yet: `case: old name` and the reason. */
const NOT_INFERRED: Readonly<Record<string, string>> = {
  "config.key_rename/nested: bundle.build { minify }":
    "a key of a type written inline in a parameter is inferred as arg.rename",
  "move.file/assets: @acme/theme/assets/logo.svg": NO_WAY,
  "move.file/deep-imports: icons/lib/arrow.js": NO_WAY,
  "move.file/deep-imports: icons/styles/icons.css": NO_WAY,
  "move.file/near-misses: kit/src/util/text.ts": NO_WAY,
  "rename.callable/containers: chat.Guild": "its members, of which one went elsewhere, say too little",
  "rename.callable/containers: chat.Guild.me": "members are matched within their container",
  "rename.callable/deep-imports: tide.utils.Gauge": BY_ITS_OWN,
  "rename.callable/deep-imports: tide.utils.heightAt": BY_ITS_OWN,
  "rename.callable/deep-imports: tide.utils.nextHigh": BY_ITS_OWN,
  "rename.callable/needs-review: mailer.Mailer.send": SMALL,
  "rename.callable/needs-review: mailer.Mailer": "the class is still there",
  "rename.member/properties: @acme/http.ButtonProps.caption": SMALL,
  "rename.member/properties: @acme/http.RequestOptions.timeoutMs":
    "a key of an options type is inferred as config.key_rename",
  "rename.member/swap: geometry.Box.width": "the two have the same type",
  "rename.member/swap: geometry.Box.depth": "the two have the same type",
  "rename.symbol/class: @acme/motion.Fade": "a function's rename is inferred as rename.callable",
  "rename.symbol/moves-module: @acme/store/legacy.default": "default exports are not matched with named ones",
  "rename.symbol/swap: dates.legacyParse": "a function's rename is inferred as rename.callable",
};

const cases = KINDS.flatMap(({ kind }) =>
  readdirSync(join(FIXTURES, kind)).map((name) => ({ name: `${kind}/${name}`, folder: join(FIXTURES, kind, name) })),
);

it("has a fixture folder for every kind, three cases each", () => {
  expect(readdirSync(FIXTURES).sort()).toEqual(KINDS.map(({ kind }) => kind).sort());
  for (const { kind } of KINDS) expect(readdirSync(join(FIXTURES, kind)).length, kind).toBeGreaterThanOrEqual(3);
});

describe.each(cases)("$name", ({ name, folder }) => {
  it("is inferred from the two versions of the core, by every kind and by no other", async () => {
    const operations = await inferred(folder);

    await expect(operations.map(shown).join("")).toMatchFileSnapshot(join(folder, "inferred.txt"));
    const found = operations.map(identity);
    const missing = declared(folder).filter((operation) => !found.includes(identity(operation)));
    const excepted = Object.keys(NOT_INFERRED).filter((key) => key.startsWith(`${name}: `));
    expect(missing.map((operation) => `${name}: ${oldName(operation)}`).sort()).toEqual(excepted.sort());
  });
});

type Inferred = Pick<Operation, "kind" | "match" | "confidence" | "breaking">;

async function inferred(folder: string): Promise<Inferred[]> {
  const from = await openFolderVersion(join(folder, "core-from"));
  const to = await openFolderVersion(join(folder, "core-to"));
  const { diff } = compareVersions(from, to);
  return KINDS.flatMap((kind) =>
    [...kind.infer(diff)].sort((a, b) => compareText(canonicalJson(a.match), canonicalJson(b.match))),
  );
}

function declared(folder: string): Inferred[] {
  if (!readdirSync(folder).includes("manifest.yaml")) return [];
  const manifest: unknown = parse(readFileSync(join(folder, "manifest.yaml"), "utf8"));
  return z.object({ operations: z.array(operationSchema) }).parse(manifest).operations;
}

/** Globs of data files are a maintainer's to say: no source tells them. */
function identity({ kind, match }: Inferred): string {
  const { files: _files, replacement: _replacement, to_container: container, ...stays } = match;
  const rest = container === undefined || container === stays["container"] ? stays : match;
  return `${kind} ${canonicalJson(rest)}`;
}

function oldName({ kind, match }: Inferred): string {
  return kindOf(kind)!.describe(match).old;
}

function shown({ kind, match, confidence, breaking }: Inferred): string {
  return `${bandOf(confidence)} ${kind} ${canonicalJson(match)}${breaking ? "" : " (still works)"}\n`;
}
