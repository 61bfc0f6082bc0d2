import fc from "fast-check";
import { expect, it } from "vitest";
import type { Manifest } from "../../../src/domain/manifest.js";
import { migrateSources } from "../../../src/migration/edit/migrate-sources.js";
import { composeManifests } from "../../../src/operations/compose/compose.js";
import { migrationIn } from "../../support/migration.js";
import {
  type Api,
  dependentOf,
  manifestBetween,
  release,
  released,
  sourcesOf,
  START,
} from "../../support/release-model.js";
import { temporaryFolder } from "../../support/temp.js";
import { saidBy } from "./manifests.js";

const VERSIONS = ["1.0.0", "2.0.0", "3.0.0", "4.0.0"] as const;

function between(apis: readonly Api[], from: number, to: number): Manifest {
  return manifestBetween(apis[from]!, apis[to]!, [VERSIONS[from]!, VERSIONS[to]!]);
}

function versionsAfter(...releases: Parameters<typeof released>[1][]): Api[] {
  return releases.reduce((apis, each) => [...apis, released(apis.at(-1)!, each)], [START]);
}

/**
 * What is said of names that the version has, one entry a name. What is said of others finds nothing. A member taken away before its
 * container is said to be gone, too.
 */
function saidOf(manifest: Manifest, { modules, exports }: Api): string[] {
  const known = new Set(
    [...exports.values()].flatMap(({ module, name, members }) => {
      const written = `${modules.get(module)!}.${name}`;
      return [written, ...[...members.values()].map((each) => `${written}.${each}`)];
    }),
  );
  const removed = manifest.operations.flatMap(({ kind, match }) =>
    kind === "remove.symbol" && match["container"] === undefined ? [`${match["module"]}.${match["name"]}`] : [],
  );
  return saidBy(manifest)
    .filter(([, { module, container }]) => !removed.includes(`${module}.${container}`))
    .flatMap(([kind, { symbols, ...match }]) => {
      const module = match["module"] ?? match["from"];
      if (kind === "rename.import" && symbols === undefined) return [{ kind, match, written: undefined }];
      const names = Array.isArray(symbols) ? symbols : [match["name"] ?? match["from"]];
      const container = match["container"] === undefined ? "" : `${match["container"]}.`;
      return names.map((name: string) => ({ kind, match, written: `${module}.${container}${name}` }));
    })
    .filter(({ written }) => written === undefined || known.has(written))
    .map((each) => JSON.stringify(each))
    .sort();
}

it("says what one release that did both would say", () => {
  fc.assert(
    fc.property(release, release, (one, two) => {
      const apis = versionsAfter(one, two);
      const composed = composeManifests(between(apis, 0, 1), between(apis, 1, 2));
      expect(saidOf(composed, START)).toEqual(saidOf(between(apis, 0, 2), START));
    }),
    { numRuns: 2000 },
  );
});

it("does what both do in turn", async () => {
  const root = await temporaryFolder();
  fc.assert(
    fc.property(release, release, (one, two) => {
      const apis = versionsAfter(one, two);
      const dependent = dependentOf(START, apis[2]!);
      const inTurn = migrate(root, migrate(root, dependent, apis, 0, 1), apis, 1, 2);
      const composed = composeManifests(between(apis, 0, 1), between(apis, 1, 2));
      expect(plain(migrate(root, dependent, apis, 0, 2, composed))).toEqual(plain(inTurn));
    }),
    { numRuns: 25 },
  );
}, 120_000);

/** The dependent's files after a manifest was carried out in them. */
function migrate(
  root: string,
  files: Record<string, string>,
  apis: readonly Api[],
  from: number,
  to: number,
  manifest = between(apis, from, to),
): Record<string, string> {
  const core = { from: sourcesOf(apis[from]!, VERSIONS[from]!), to: sourcesOf(apis[to]!, VERSIONS[to]!) };
  const { changes, unparsable } = migrateSources({ ...migrationIn(root, files, core.from, manifest.operations), core });
  expect(unparsable).toEqual([]);
  return { ...files, ...Object.fromEntries(changes.map(({ path, after }) => [path, Buffer.from(after).toString()])) };
}

/**
 * What two steps may leave otherwise than one does. A name given back says twice what it need say once: `{ a: a }` is `{ a }`, and
 * `A as A` is `A`. Names that leave a module by another stand in another order than those that leave it straight.
 */
function plain(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => {
      const written = text.replace(/\b(\w+)(?:: | as )\1\b/g, "$1");
      return [path, path === "together.ts" ? importsIn(written) : written];
    }),
  );
}

function importsIn(text: string): string {
  const statements = [...text.matchAll(/^import \{ (.*) \} from (.*);$/gm)];
  return statements
    .flatMap(([, names = "", module]) => names.split(", ").map((name) => `${name} from ${module}\n`))
    .sort()
    .join("");
}
