import { cpSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { CoreSources } from "../../src/domain/core-sources.js";
import { DEFAULT_THRESHOLDS, operationSchema, type Operation } from "../../src/domain/operation.js";
import type { SourceMigration } from "../../src/migration/edit/migrate-sources.js";
import { coreSourcesOf, filesUnder } from "./core-sources.js";

/** One dependent that writes a core in every kind of place, and what each kind of operation makes of it. */
export const SITES = join(import.meta.dirname, "../../fixtures/sites");

const tableSchema = z.strictObject({
  sites: z.array(z.string()),
  impossible: z.array(z.strictObject({ sites: z.array(z.string()), kinds: z.array(z.string()), reason: z.string() })),
});

export function siteTable(): z.infer<typeof tableSchema> {
  return tableSchema.parse(parse(readFileSync(join(SITES, "sites.yaml"), "utf8")));
}

/** `src/re-export.use.ts` is of the site `re-export`. */
export function siteOf(path: string): string {
  return basename(path).split(".")[0]!;
}

export interface SiteKind {
  readonly kind: string;
  readonly folder: string;
  readonly operations: readonly Operation[];
  readonly to: CoreSources;
}

export function siteKinds(): SiteKind[] {
  return readdirSync(join(SITES, "kinds")).map((kind) => {
    const folder = join(SITES, "kinds", kind);
    const manifest = z
      .strictObject({ operations: z.array(operationSchema) })
      .parse(parse(readFileSync(join(folder, "manifest.yaml"), "utf8")));
    return { kind, folder, operations: manifest.operations, to: coreSourcesOf(join(folder, "core-to")) };
  });
}

/** The dependent at `root`, away from this repository's own node_modules. */
export function siteDependent(root: string) {
  cpSync(join(SITES, "before"), root, { recursive: true });
  return {
    root,
    files: filesUnder(root),
    readFile: (path) => readFileSync(join(root, path)),
    package: "@acme/kit",
    thresholds: DEFAULT_THRESHOLDS,
    approved: [],
    skipped: [],
    core: { from: coreSourcesOf(join(SITES, "core-from")) },
    parsed: new Map(),
  } satisfies Omit<SourceMigration, "operations">;
}
