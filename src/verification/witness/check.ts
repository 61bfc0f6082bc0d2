import type { CoreSources } from "../../domain/core-sources.js";
import type { Site } from "../../domain/edit.js";
import { DEFAULT_THRESHOLDS, type Operation } from "../../domain/operation.js";
import type { ParsedFiles } from "../../languages/typescript/mount/parsed-files.js";
import { NO_FOLDER } from "../../languages/typescript/mount/program.js";
import { type TypeError, typeErrors } from "../../languages/typescript/mount/type-errors.js";
import { hasCodemod } from "../../migration/edit/codemods.js";
import { migrateSources } from "../../migration/edit/migrate-sources.js";

export interface CheckedCore {
  readonly package: string;
  readonly from: CoreSources;
  readonly to: CoreSources;
}

/** What was seen of one text: the first error against `from`, against `to`, and against `to` once migrated. */
export interface CheckedText {
  readonly from: TypeError | undefined;
  readonly bare: TypeError | undefined;
  readonly migrated: TypeError | undefined;
  /** What the codemods did in it. */
  readonly sites: readonly Site[];
}

/** Checks every text as a file of its own. One program sees all of them against `from`, and one all of them against `to`. */
export function checkTexts(
  texts: Iterable<string>,
  operations: readonly Operation[],
  core: CheckedCore,
): ReadonlyMap<string, CheckedText> {
  const parsed: ParsedFiles = new Map();
  const files = new Map([...new Set(texts)].map((text, i) => [`witness${i}.ts`, text]));
  const errorsFrom = firstErrors(files, core.from, parsed);
  const migratable = new Map([...files].filter(([path]) => !errorsFrom.has(path)));
  const { changes, results } = migrateSources({
    root: NO_FOLDER,
    files: [...migratable.keys()],
    readFile: (path) => Buffer.from(files.get(path) ?? ""),
    package: core.package,
    operations: operations.filter(hasCodemod),
    thresholds: DEFAULT_THRESHOLDS,
    approved: operations.map(({ id }) => id),
    skipped: [],
    core,
    parsed,
    isThorough: true,
  });
  const changed = new Map(changes.map(({ path, after }) => [migratedPath(path), Buffer.from(after).toString()]));
  const errorsTo = firstErrors(new Map([...files, ...changed]), core.to, parsed);
  const sites = new Map<string, Site[]>();
  for (const site of results.flatMap((each) => each.sites)) {
    sites.set(site.path, [...(sites.get(site.path) ?? []), site]);
  }
  return new Map(
    [...files].map(([path, text]) => [
      text,
      {
        from: errorsFrom.get(path),
        bare: errorsTo.get(path),
        migrated: errorsTo.get(changed.has(migratedPath(path)) ? migratedPath(path) : path),
        sites: sites.get(path) ?? [],
      },
    ]),
  );
}

function migratedPath(path: string): string {
  return `migrated/${path}`;
}

function firstErrors(
  files: ReadonlyMap<string, string>,
  core: CoreSources,
  parsed: ParsedFiles,
): Map<string, TypeError | undefined> {
  const textOf = (path: string): string | undefined => files.get(path);
  const errors = typeErrors({ root: NO_FOLDER, files: [...files.keys()], textOf, core, parsed });
  return new Map([...errors].map(([path, [first]]) => [path, first]));
}
