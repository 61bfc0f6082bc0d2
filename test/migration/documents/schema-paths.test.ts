import { expect, test } from "vitest";
import type { SchemaMigration } from "../../../src/migration/documents/schema-migration.js";
import { findPath } from "../../../src/migration/documents/schema-paths.js";
import { RUN_MANIFEST_MIGRATIONS } from "../../../src/migration/documents/run-manifest-versions.js";

function edge(from: string, to: string): SchemaMigration {
  return {
    from,
    to,
    transform: (document) => ({ document, changes: [] }),
    validateBefore: () => [],
    validateAfter: () => [],
  };
}

function names(path: readonly SchemaMigration[]): string[] {
  return path.map(({ from, to }) => `${from}-${to}`);
}

test("a direct migration goes before a chain of them", () => {
  expect(names(findPath(RUN_MANIFEST_MIGRATIONS, "1.0.0", "1.2.0"))).toEqual(["1.0.0-1.2.0"]);
  expect(names(findPath(RUN_MANIFEST_MIGRATIONS, "1.0.0", "1.1.0"))).toEqual(["1.0.0-1.1.0"]);
});

test("without one the fewest are taken, and circles end", () => {
  const edges = [edge("1", "2"), edge("2", "1"), edge("2", "3"), edge("3", "4"), edge("2", "4")];
  expect(names(findPath(edges, "1", "4"))).toEqual(["1-2", "2-4"]);
  expect(findPath(edges, "4", "4")).toEqual([]);
  expect(() => findPath(edges, "4", "1")).toThrow(/no migration leads from version 4 to 1.*1, 2, 3, 4/);
});
