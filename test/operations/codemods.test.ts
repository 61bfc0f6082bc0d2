import { join } from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { OperationResult } from "../../src/domain/edit.js";
import { migrateSources, type SourceMigrationResult } from "../../src/migration/edit/migrate-sources.js";
import { filesUnder } from "../support/core-sources.js";
import { migrationOf, operationFixtures } from "../support/operation-fixtures.js";
import { temporaryFolder } from "../support/temp.js";

const fixtures = operationFixtures();

describe.each(fixtures)("$name", (fixture) => {
  it("gives the files of after/", async () => {
    const migration = migrationOf(fixture, await temporaryFolder());
    const result = migrateSources(migration);

    const after = join(fixture.folder, "after");
    const expected = Object.fromEntries(
      filesUnder(after).map((path) => [path, readFileSync(join(after, path), "utf8")]),
    );
    expect(textsAfter(migration.files, migration.readFile, result)).toEqual(expected);
    await expect(result.results.map(summary).join("")).toMatchFileSnapshot(join(fixture.folder, "sites.txt"));
    expect(result.unparsable).toEqual([]);
  });

  it("flags what it would edit, and edits nothing, where a person must approve", async () => {
    const migration = migrationOf(fixture, await temporaryFolder());
    const operations = migration.operations.map((operation) => ({ ...operation, confidence: 0.1 }));
    const { results, changes } = migrateSources({ ...migration, operations, approved: [] });

    expect(results.flatMap(({ sites }) => sites).filter(({ action }) => action === "edited")).toEqual([]);
    for (const { before, after } of changes) {
      expect(withoutTodos(Buffer.from(after).toString())).toBe(withoutTodos(Buffer.from(before).toString()));
    }
  });
});

// Where names are swapped, a second run would swap them back: whether a dependent is still on `from` is the caller's to know.
describe.each(fixtures.filter(({ swaps }) => !swaps))("$name, run again", (fixture) => {
  it("changes nothing the second time", async () => {
    const migration = migrationOf(fixture, await temporaryFolder());
    const once = textsAfter(migration.files, migration.readFile, migrateSources(migration));

    const again = migrateSources({ ...migration, readFile: (path) => Buffer.from(once[path] ?? "") });
    expect(again.changes.map(({ path, after }) => [path, Buffer.from(after).toString()])).toEqual([]);
  });
});

function textsAfter(
  files: readonly string[],
  readFile: (path: string) => Uint8Array,
  { changes }: SourceMigrationResult,
): Record<string, string> {
  const changed = new Map(changes.map(({ path, after }) => [path, after]));
  return Object.fromEntries(files.map((path) => [path, Buffer.from(changed.get(path) ?? readFile(path)).toString()]));
}

function withoutTodos(text: string): string {
  return text.replace(/^[\t ]*\/\/ TODO\(onx-migrate OP\d+(?:, OP\d+)*\):.*\r?\n/gm, "");
}

function summary({ id, kind, status, edits, sites }: OperationResult): string {
  const lines = sites.map(
    ({ path, line, column, action, reason }) => `  ${action} ${path}:${line}:${column} ${reason}\n`,
  );
  return `${id} ${kind}: ${status}, ${edits} edits\n${lines.join("")}`;
}
