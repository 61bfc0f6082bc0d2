import { expect, test } from "vitest";
import { migrateSources, type SourceMigration } from "../../src/migration/edit/migrate-sources.js";
import { type InvertedText, takeBack } from "../../src/migration/take-back.js";
import { invertManifest } from "../../src/operations/invert/invert.js";
import { migrationOf, operationFixtures } from "../support/operation-fixtures.js";
import { temporaryFolder } from "../support/temp.js";
import { manifestOf } from "../operations/compose/manifests.js";

/** How a migration is taken back by its inverse operations. */
function inverseOf(migration: SourceMigration): SourceMigration {
  const { core, operations } = migration;
  const { manifest } = invertManifest({ ...manifestOf("1.0.0", "2.0.0"), operations: [...operations] });
  const sure = manifest.operations.filter(({ confidence }) => confidence > 0);
  return {
    ...migration,
    operations: manifest.operations,
    approved: sure.map(({ id }) => id),
    core: { from: core.to, to: core.from },
  };
}

function inverted(migration: SourceMigration, texts: ReadonlyMap<string, Uint8Array>): Map<string, InvertedText> {
  const readFile = (path: string): Uint8Array => texts.get(path) ?? migration.readFile(path);
  const { changes, results } = migrateSources({ ...inverseOf(migration), readFile });
  const after = new Map(changes.map((change) => [change.path, change.after]));
  const flagged = results.flatMap(({ sites }) => sites).filter(({ action }) => action === "flagged");
  return new Map(
    [...texts].map(([path, bytes]) => [
      path,
      { bytes: after.get(path) ?? bytes, flagged: flagged.filter((site) => site.path === path) },
    ]),
  );
}

function withLine(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, Buffer.from("\n// since\n")]);
}

const fixtures = operationFixtures();

test.each(fixtures)("$name is taken back beside an edit, byte for byte", async (fixture) => {
  const migration = migrationOf(fixture, await temporaryFolder());
  const changes = migrateSources(migration).changes.filter(({ path }) => /\.[cm]?[jt]sx?$/.test(path));
  const after = inverted(migration, new Map(changes.map((change) => [change.path, change.after])));
  const current = inverted(migration, new Map(changes.map((change) => [change.path, withLine(change.after)])));
  for (const { path, before, after: migrated } of changes) {
    const taken = takeBack(
      { before, after: migrated, current: withLine(migrated) },
      { after: after.get(path)!, current: current.get(path)! },
      true,
    );
    expect(taken?.flagged, path).toEqual([]);
    expect(Buffer.from(taken!.bytes).toString(), path).toBe(Buffer.from(withLine(before)).toString());
  }
});
