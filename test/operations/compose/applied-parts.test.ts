import { expect, it } from "vitest";
import type { Manifest } from "../../../src/domain/manifest.js";
import { migrateSources } from "../../../src/migration/edit/migrate-sources.js";
import { composeManifests } from "../../../src/operations/compose/compose.js";
import { fc } from "../../support/fast-check.js";
import { migrationIn } from "../../support/migration.js";
import {
  changedBy,
  changes,
  dependentOfParts,
  FIRST,
  manifestOfParts,
  type Parts,
  sourcesOfParts,
} from "../../support/parts-model.js";
import { temporaryFolder } from "../../support/temp.js";

const [ONE, TWO, THREE] = ["1.0.0", "2.0.0", "3.0.0"] as const;

it("of arguments, keys, strings and styles, too, one manifest does what two do in turn", async () => {
  const root = await temporaryFolder();
  fc.assert(
    fc.property(changes, changes, (one, two) => {
      const middle = changedBy(FIRST, one);
      const last = changedBy(middle, two);
      const first = manifestOfParts(FIRST, middle, [ONE, TWO]);
      const second = manifestOfParts(middle, last, [TWO, THREE]);
      const composed = composeManifests(first, second);
      const dependent = dependentOfParts(FIRST);
      const between = migrate(root, dependent, [FIRST, middle], first);
      const inTurn = migrate(root, between, [middle, last], second);
      const atOnce = migrate(root, dependent, [FIRST, last], composed);
      expect(inTurn).toEqual(dependentOfParts(last));
      // An order and a length together are for a person.
      const isSaid = composed.operations.every(({ kind }) => kind !== "change.signature");
      for (const [path, text] of Object.entries(inTurn)) {
        if (isSaid || !path.startsWith("send")) expect(atOnce[path]).toBe(text);
        else expect(atOnce[path]).toContain("TODO(onx-migrate");
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** The dependent's files after a manifest was carried out in them. */
function migrate(
  root: string,
  files: Record<string, string>,
  [before, after]: readonly [Parts, Parts],
  { operations }: Manifest,
): Record<string, string> {
  const core = { from: sourcesOfParts(before, "1.0.0"), to: sourcesOfParts(after, "2.0.0") };
  const result = migrateSources({ ...migrationIn(root, files, core.from, operations), core });
  expect(result.unparsable).toEqual([]);
  const changed = result.changes.map(({ path, after: bytes }) => [path, Buffer.from(bytes).toString()]);
  return { ...files, ...Object.fromEntries(changed) };
}
