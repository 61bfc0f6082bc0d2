import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { DEFAULT_THRESHOLDS, operationSchema, type Operation } from "../../src/domain/operation.js";
import type { SourceMigration } from "../../src/migration/edit/migrate-sources.js";
import { coreSourcesOf, filesUnder } from "./core-sources.js";

const FIXTURES = join(import.meta.dirname, "../../fixtures/operations");

const caseSchema = z.strictObject({
  operations: z.array(operationSchema),
  /** Set where a second run would swap names back. */
  swaps: z.boolean().default(false),
  approved: z.array(z.string()).default([]),
});

/** One folder of `fixtures/operations/{kind}/{case}`. */
export interface OperationFixture {
  readonly name: string;
  readonly folder: string;
  readonly operations: readonly Operation[];
  readonly swaps: boolean;
  readonly approved: readonly string[];
}

/** Every fixture that has a dependent to migrate. */
export function operationFixtures(): OperationFixture[] {
  return readdirSync(FIXTURES).flatMap((kind) =>
    readdirSync(join(FIXTURES, kind))
      .filter((each) => readdirSync(join(FIXTURES, kind, each)).includes("before"))
      .map((each) => {
        const folder = join(FIXTURES, kind, each);
        const read = caseSchema.parse(parse(readFileSync(join(folder, "manifest.yaml"), "utf8")));
        return { name: `${kind}/${each}`, folder, ...read };
      }),
  );
}

/** Copies the dependent to `root`, away from this repository's own node_modules, and says how to migrate it. */
export function migrationOf(fixture: OperationFixture, root: string): SourceMigration {
  cpSync(join(fixture.folder, "before"), root, { recursive: true });
  const from = coreSourcesOf(join(fixture.folder, "core-from"));
  return {
    root,
    files: filesUnder(root),
    readFile: (path) => readFileSync(join(root, path)),
    package: from.packages[0]!.name,
    operations: fixture.operations,
    thresholds: DEFAULT_THRESHOLDS,
    approved: fixture.approved,
    skipped: [],
    core: { from, to: coreSourcesOf(join(fixture.folder, "core-to")) },
  };
}
