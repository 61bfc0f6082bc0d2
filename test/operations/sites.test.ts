import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CoreSources } from "../../src/domain/core-sources.js";
import type { Operation } from "../../src/domain/operation.js";
import { typeErrors } from "../../src/languages/typescript/mount/type-errors.js";
import { migrateSources, type SourceMigrationResult } from "../../src/migration/edit/migrate-sources.js";
import { KINDS } from "../../src/operations/registry.js";
import { filesUnder } from "../support/core-sources.js";
import { siteDependent, siteKinds, siteOf, siteTable } from "../support/site-fixtures.js";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temp.js";

type Texts = ReadonlyMap<string, string>;

const table = siteTable();
let folder: TemporaryFolder;
let dependent: ReturnType<typeof siteDependent>;

beforeAll(async () => {
  folder = await createTemporaryFolder("sites");
  dependent = siteDependent(folder.path);
});

afterAll(() => folder.remove());

it("has files for every kind of place, and operations of every kind", () => {
  const named = new Set(dependent.files.filter((path) => !path.endsWith(".json")).map(siteOf));
  expect([...named].sort()).toEqual(table.sites.toSorted());
  expect(siteKinds().map(({ kind }) => kind)).toEqual(KINDS.map(({ kind }) => kind).sort());
});

it("is without type errors before anything changes", () => {
  expect(errorsWith(dependent.core.from, new Map())).toEqual([]);
});

describe.each(siteKinds())("$kind", ({ kind, folder: golden, operations, to }) => {
  it("gives the files of after/, an edit or a mark in every place, and no type error where no person is asked", async () => {
    const result = migrate(operations, to);
    expect(result.unparsable).toEqual([]);
    const texts = textsOf(result);
    for (const [path, text] of texts) await expect(text).toMatchFileSnapshot(join(golden, "after", path));
    expect(filesUnder(join(golden, "after"))).toEqual([...texts.keys()].sort());

    const sites = result.results.flatMap((each) => each.sites);
    const reached = new Set(sites.map(({ path }) => siteOf(path)));
    const impossible = table.impossible.filter(({ kinds }) => kinds.includes(kind)).flatMap((each) => each.sites);
    expect(table.sites.filter((site) => !reached.has(site)).sort()).toEqual(impossible.sort());

    const asked = new Set(sites.filter(({ action }) => action === "flagged").map(({ path }) => path));
    expect(errorsWith(to, texts).filter((error) => !asked.has(error.split(":")[0]!))).toEqual([]);
    expect([...textsOf(migrate(operations, to, texts))], "the second time").toEqual([]);
  });
});

function migrate(operations: readonly Operation[], to: CoreSources, texts: Texts = new Map()): SourceMigrationResult {
  return migrateSources({
    ...dependent,
    readFile: (path) => (texts.has(path) ? Buffer.from(texts.get(path)!) : dependent.readFile(path)),
    operations,
    core: { ...dependent.core, to },
  });
}

function textsOf({ changes }: SourceMigrationResult): Map<string, string> {
  return new Map(changes.map(({ path, after }) => [path, Buffer.from(after).toString()]));
}

/** `path:line message` of every type error of the dependent. */
function errorsWith(core: CoreSources, texts: Texts): string[] {
  const files = dependent.files.filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  const textOf = (path: string): string | undefined => texts.get(path);
  const found = typeErrors({ root: dependent.root, files, textOf, core, parsed: dependent.parsed });
  return [...found].flatMap(([path, errors]) => errors.map(({ line, message }) => `${path}:${line} ${message}`));
}
