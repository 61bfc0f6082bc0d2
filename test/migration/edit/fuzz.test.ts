import { posix } from "node:path";
import { expect, it } from "vitest";
import { withinStack } from "../../../src/languages/typescript/mount/nesting.js";
import { countSyntaxErrors } from "../../../src/languages/typescript/rewrite/syntax.js";
import { migrateSources, type SourceMigration } from "../../../src/migration/edit/migrate-sources.js";
import { decodeText } from "../../../src/migration/edit/text.js";
import { mutated, randomFrom } from "../../support/mutate.js";
import { migrationOf, operationFixtures, type OperationFixture } from "../../support/operation-fixtures.js";
import { temporaryFolder } from "../../support/temp.js";

/** `npm run test:fuzz` tries 10,000. A seed given as `FUZZ_SEED` gives other files, and the same ones again. */
const FILES = Number(process.env["FUZZ_FILES"] ?? 200);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_240_229);

const fixtures = operationFixtures();

it(`leaves ${FILES} mutated files as parsable as they were, and does not fail (seed ${SEED})`, async () => {
  const root = await temporaryFolder();
  const share = Math.ceil(FILES / fixtures.length);
  const trouble: string[] = [];
  let changed = 0;
  for (const [index, fixture] of fixtures.entries()) {
    const migration = mutatedFiles(fixture, `${root}/${index}`, share, SEED + index);
    const outcome = carriedOut(migration);
    changed += outcome.changed;
    trouble.push(...outcome.trouble.map((each) => `${fixture.name}, seed ${SEED + index}: ${each}`));
  }
  expect(trouble).toEqual([]);
  expect(changed).toBeGreaterThan(FILES / 10);
}, 3_600_000);

/** The fixture's dependent with copies of its sources, each changed at random, beside the originals. */
function mutatedFiles(fixture: OperationFixture, root: string, count: number, seed: number): SourceMigration {
  const migration = migrationOf(fixture, root);
  const random = randomFrom(seed);
  const sources = migration.files
    .filter((path) => /\.(?:[cm]?[jt]sx?|md)$/.test(path))
    .map((path) => ({ path, text: Buffer.from(migration.readFile(path)).toString() }));
  const copies = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i += 1) {
    const source = sources[i % sources.length];
    if (source === undefined) break;
    const { dir, name, ext } = posix.parse(source.path);
    copies.set(posix.join(dir, `${name}.mutated${i}${ext}`), mutated(source, sources, random));
  }
  return {
    ...migration,
    files: [...migration.files, ...copies.keys()],
    readFile: (path) => copies.get(path) ?? migration.readFile(path),
  };
}

function carriedOut(migration: SourceMigration): { changed: number; trouble: string[] } {
  try {
    const { changes, results } = migrateSources(migration);
    const failed = results.flatMap(({ sites, status }) => (status === "failed" ? sites : []));
    const broken = changes.filter(({ path, before, after }) => syntaxErrors(path, after) > syntaxErrors(path, before));
    const trouble = [
      ...failed
        .filter(({ reason }) => reason === "the file would not parse")
        .map(({ path }) => `${path} would not parse`),
      ...broken.map(({ path }) => `${path} does not parse`),
    ];
    return { changed: changes.length, trouble: [...new Set(trouble)] };
  } catch (error) {
    return { changed: 0, trouble: [`${culprit(migration)}: ${error instanceof Error ? error.stack : String(error)}`] };
  }
}

/** The file that fails by itself. */
function culprit(migration: SourceMigration): string {
  return (
    migration.files.find((path) => {
      try {
        migrateSources({ ...migration, files: [path] });
        return false;
      } catch {
        return true;
      }
    }) ?? "all together"
  );
}

function syntaxErrors(path: string, bytes: Uint8Array): number {
  const text = decodeText(bytes)?.text ?? "";
  return path.endsWith(".md")
    ? 0
    : withinStack(
        () => countSyntaxErrors(path, text),
        () => 0,
      );
}
