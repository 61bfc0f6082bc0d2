import { expect, it } from "vitest";
import type { CoreSources } from "../../../src/domain/core-sources.js";
import type { FileChange } from "../../../src/domain/edit.js";
import type { Manifest } from "../../../src/domain/manifest.js";
import { migrateSources } from "../../../src/migration/edit/migrate-sources.js";
import { composeManifests, composePath } from "../../../src/operations/compose/compose.js";
import { fc } from "../../support/fast-check.js";
import { coreOf, migrationIn } from "../../support/migration.js";
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
import { manifestOf, type Said, saidBy } from "./manifests.js";

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
    .flatMap(([kind, match]) => {
      const { module = match["from"], container, symbols, name = match["from"], ...rest } = match;
      if (kind === "rename.import" && symbols === undefined) return [JSON.stringify({ kind, ...match })];
      return (Array.isArray(symbols) ? symbols : [name])
        .map((each) => [module, container, each].filter((part) => part !== undefined).join("."))
        .filter((written) => known.has(written))
        .map((written) => JSON.stringify({ kind, written, ...rest }));
    })
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

it("is the same however the steps are put together, and one step that changes nothing changes nothing", () => {
  fc.assert(
    fc.property(release, release, release, (one, two, three) => {
      const apis = versionsAfter(one, two, three);
      const [a, b, c] = [between(apis, 0, 1), between(apis, 1, 2), between(apis, 2, 3)];
      const [left, right] = [composeManifests(composeManifests(a, b), c), composeManifests(a, composeManifests(b, c))];
      expect(saidOf(left, START)).toEqual(saidOf(right, START));
      expect(left.steps).toEqual(right.steps);

      const nothing = manifestOf("0.9.0", "1.0.0");
      expect(saidBy(composeManifests(nothing, a))).toEqual(saidBy(composePath([a, manifestOf("2.0.0", "2.0.1")])));
      expect(saidOf(composeManifests(nothing, a), START)).toEqual(saidOf(a, START));
    }),
    { numRuns: 500 },
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
  return withChanges(files, changes);
}

function withChanges(files: Record<string, string>, changes: readonly FileChange[]): Record<string, string> {
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

it("marks the uses of what is gone in the end, and of nothing else", async () => {
  const root = await temporaryFolder();
  fc.assert(
    fc.property(release, release, (one, two) => {
      const apis = versionsAfter(one, two);
      const composed = composeManifests(between(apis, 0, 1), between(apis, 1, 2));
      const texts = migrate(root, dependentOf(START, START), apis, 0, 2, composed);
      const marked = [...START.exports.keys()].filter((id) => texts[`aliased${id}.ts`]!.includes("TODO(onx-migrate"));
      const gone = [...START.exports].filter(([id, { members }]) => {
        const kept = apis[2]!.exports.get(id);
        return kept === undefined || [...members.keys()].some((member) => !kept.members.has(member));
      });
      expect(marked).toEqual(gone.map(([id]) => id));
    }),
    { numRuns: 25 },
  );
}, 120_000);

it("does what both do in turn inside of a renamed option", async () => {
  const root = await temporaryFolder();
  const version = (outer: string, inner: string) =>
    coreOf("core", { "index.ts": `export interface Options { ${outer}?: { ${inner}?: number } }\n` });
  const [from, middle] = [version("retry", "delay"), version("retries", "delay")];
  const renamed = (before: string, after: string): Said => [
    "config.key_rename",
    { config: "core.Options", from: before, to: after, files: ["*.json"] },
  ];
  const first = manifestOf("1.0.0", "2.0.0", renamed("retry", "retries"));
  const second = manifestOf("2.0.0", "3.0.0", renamed("retries.delay", "retries.wait"));
  const files = {
    "use.ts": 'import type { Options } from "core";\nexport const options: Options = { retry: { delay: 1 } };\n',
    "options.json": '{ "retry": { "delay": 1 } }\n',
  };
  const carriedOut = (texts: Record<string, string>, core: CoreSources, { operations }: Manifest) =>
    withChanges(texts, migrateSources(migrationIn(root, texts, core, operations)).changes);

  const inTurn = carriedOut(carriedOut(files, from, first), middle, second);
  expect(inTurn["use.ts"]).toContain("{ retries: { wait: 1 } }");
  expect(inTurn["options.json"]).toBe('{ "retries": { "wait": 1 } }\n');
  expect(carriedOut(files, from, composeManifests(first, second))).toEqual(inTurn);
});
