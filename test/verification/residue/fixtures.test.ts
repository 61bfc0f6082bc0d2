import { expect, it } from "vitest";
import { migrateSources } from "../../../src/migration/edit/migrate-sources.js";
import { takeCensus } from "../../../src/verification/residue/census.js";
import { manifestOf } from "../../support/migration.js";
import { migrationOf, operationFixtures } from "../../support/operation-fixtures.js";
import { temporaryFolder } from "../../support/temp.js";

/** One case of each kind whose names are lost. */
const fixtures = [...new Map(operationFixtures().map((each) => [each.name.split("/")[0], each])).values()].filter(
  ({ name }) => !/^(?:arg\.(?:add|add_default|reorder)|change\.signature)\//.test(name),
);

it.each(fixtures)("what is left of $name is what is flagged", async (fixture) => {
  const migration = migrationOf(fixture, await temporaryFolder());
  const done = migrateSources(migration);
  const manifest = manifestOf(migration.operations, migration.package);
  const { uses } = takeCensus({ ...migration, ...done, manifest, core: migration.core.from });
  const flagged = done.results.flatMap(({ sites }) => sites.filter(({ action }) => action === "flagged"));
  expect(placesOf(uses)).toEqual(placesOf(flagged));
});

function placesOf(places: readonly { readonly operation: string; readonly path: string }[]): string[] {
  return [...new Set(places.map(({ operation, path }) => `${operation} ${path}`))].sort();
}
