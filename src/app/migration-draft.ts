import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CoreSources } from "../domain/core-sources.js";
import type { ApplyReport, OperationResult, Residue } from "../domain/edit.js";
import { compareText } from "../domain/hash.js";
import type { Manifest } from "../domain/manifest.js";
import type { Operation } from "../domain/operation.js";
import type { CoreUpgrade, DependencyFile } from "../migration/dependency-range.js";
import { type RaisedRanges, raiseRanges, type RangeChange } from "../migration/dependency-range.js";
import { migrateSources, type SourceMigration, type SourceMigrationResult } from "../migration/edit/migrate-sources.js";
import { type FileTransition, readState } from "../migration/files.js";
import { insidePath } from "../migration/inside-path.js";
import { planOperations, type PlannedOperation, type PlanOptions } from "../migration/plan.js";
import { type Scope, scopeOf } from "../migration/scope.js";
import { takeCensus } from "../verification/residue/census.js";
import type { LoadedCore } from "./core-sources.js";
import { migrateDocuments, type MigratedDocuments } from "./declared-documents.js";
import { type DependentFiles, readText } from "./dependent-files.js";
import { checkTypes, type DraftedSources } from "./draft-types.js";
import { collectEarly } from "./early-collection.js";
import type { OperationsByFile } from "./earlier-runs.js";

/** Sources of the core at both versions, as far as they could be had. */
export interface CoreTypes {
  readonly from?: CoreSources;
  readonly to?: LoadedCore;
  readonly notes: readonly string[];
}

export interface DraftOptions {
  readonly manifest: Manifest;
  readonly plan: PlanOptions;
  readonly files: DependentFiles;
  /** Called only where there is something to look at. */
  readonly loadCore: () => Promise<CoreTypes>;
  /** Takes packages that ask for the new version already as not migrated. */
  readonly force: boolean;
  /** False: type errors are not counted, and what is left of the old API is not looked for. */
  readonly verify: boolean;
  /** The operations, of those that are to be applied, that went through a file before. */
  readonly findDone: (wanted: readonly Operation[]) => Promise<OperationsByFile>;
  readonly onProgress: (text: string) => void;
}

/** All that a migration would do, with nothing written yet. */
export interface MigrationDraft {
  readonly report: ApplyReport;
  readonly transitions: readonly FileTransition[];
  readonly planned: readonly PlannedOperation[];
  readonly ranges: readonly RangeChange[];
  /** Paths of the documents that were brought to another version of their schema. */
  readonly documents: readonly string[];
  /** True where every package that declares the core asks for the new version already. */
  readonly reached: boolean;
}

const NO_DOCUMENTS: MigratedDocuments = { texts: new Map(), notes: [] };
const NOTHING_RAISED: RaisedRanges = { texts: new Map(), changes: [], notes: [] };

export async function draftMigration(options: DraftOptions): Promise<MigrationDraft> {
  collectEarly();
  const { manifest, files, force, plan } = options;
  const planned = planOperations(manifest.operations, plan);
  const dependencyFiles = await readDependencyFiles(files);
  const upgrade = upgradeOf(manifest);
  const scope = scopeOf(dependencyFiles, upgrade);
  const declaring = scope.packages.filter(({ standing }) => standing !== "undeclared");
  if (!force && declaring.length > 0 && declaring.every(({ standing }) => standing === "reached")) {
    return nothingToDo(options, planned);
  }
  const wanted = planned.filter(({ decision }) => decision === "apply").map(({ operation }) => operation);
  const done = await options.findDone(wanted);
  options.onProgress("reading the core's types");
  const core = await options.loadCore();
  options.onProgress("carrying out the operations");
  const open = openFiles(options, scope);
  const migration = migrationOf(options, planned, open, core, done);
  const carriedOut = migrateSources(migration);
  const checked: VerifiedSources = options.verify
    ? verified(options, migration, carriedOut)
    : { sources: carriedOut, notes: [] };
  const { sources, types, undone, residue, notes } = checked;
  const { root } = files;
  // A part of the operations is a step on the way: the dependent is still on the old version.
  const raised =
    plan.only !== undefined
      ? NOTHING_RAISED
      : raiseRanges(withChanges(dependencyFiles, sources), upgrade, untouchedPackages(scope, sources));
  const documents = plan.only !== undefined ? NO_DOCUMENTS : await migrateOpenDocuments(root, open, core, sources);
  const transitions = await toTransitions(root, sources, new Map([...documents.texts, ...raised.texts]));
  const unparsable = sources.unparsable.map(({ path, reason }) => `${path}: ${reason}`);
  return {
    report: {
      ...heading(manifest),
      operations: sources.results,
      files_scanned: sources.scanned,
      files_changed: transitions.map(({ path }) => path),
      ...(types !== undefined && { type_errors: types.counts }),
      ...(undone !== undefined && { undone }),
      ...(residue !== undefined && { residue }),
      notes: [...files.notes, ...core.notes, ...unparsable, ...documents.notes, ...raised.notes, ...notes],
    },
    transitions,
    planned,
    ranges: raised.changes,
    documents: [...documents.texts.keys()],
    reached: false,
  };
}

interface VerifiedSources extends DraftedSources {
  readonly residue?: Residue;
}

function verified(
  { manifest, onProgress }: DraftOptions,
  migration: SourceMigration,
  carriedOut: SourceMigrationResult,
): VerifiedSources {
  onProgress("counting type errors");
  const drafted = checkTypes(migration, carriedOut);
  onProgress("looking for what is left of the old API");
  return { ...drafted, residue: takeCensus({ ...migration, ...drafted.sources, manifest, core: migration.core.from }) };
}

function openFiles({ files, force }: DraftOptions, scope: Scope): string[] {
  return files.paths.filter((path) => force || scope.packageOf(path)?.standing !== "reached");
}

function migrationOf(
  { manifest, plan, files: { root } }: DraftOptions,
  planned: readonly PlannedOperation[],
  files: readonly string[],
  core: CoreTypes,
  done: OperationsByFile,
): SourceMigration {
  const idsOf = (decision: PlannedOperation["decision"]): string[] =>
    planned.filter((each) => each.decision === decision).map(({ operation }) => operation.id);
  return {
    root,
    files,
    readFile: reader(root),
    package: manifest.package,
    operations: manifest.operations,
    core: { from: core.from, to: core.to },
    thresholds: plan.thresholds,
    approved: idsOf("apply"),
    skipped: idsOf("skip"),
    excluded: done,
    parsed: new Map(),
  };
}

function reader(root: string): (path: string) => Uint8Array {
  return (path) => readFileSync(join(root, path));
}

/** Packages in which no source had to change: they work with both versions. */
function untouchedPackages(scope: Scope, { changes }: SourceMigrationResult): ReadonlySet<string> {
  const touched = new Set(changes.map(({ path }) => scope.packageOf(path)?.path));
  return new Set(scope.packages.map(({ path }) => path).filter((path) => !touched.has(path)));
}

/** The documents as the operations left them: these may have renamed a key in one. */
function migrateOpenDocuments(
  root: string,
  paths: readonly string[],
  { to }: CoreTypes,
  { changes }: SourceMigrationResult,
): Promise<MigratedDocuments> {
  const changed = new Map(changes.map(({ path, after }) => [path, Buffer.from(after).toString("utf8")]));
  return migrateDocuments(
    to?.documents ?? [],
    paths,
    async (path) => changed.get(path) ?? (await readText(root, path)),
  );
}

async function readDependencyFiles({ root, paths }: DependentFiles): Promise<DependencyFile[]> {
  const wanted = paths.filter((path) => basename(path) === "package.json" || path === "pnpm-workspace.yaml");
  const read = await Promise.all(wanted.map(async (path) => ({ path, text: await readText(root, path) })));
  return read.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
}

async function toTransitions(
  root: string,
  { changes }: SourceMigrationResult,
  ranges: ReadonlyMap<string, string>,
): Promise<FileTransition[]> {
  const after = new Map<string, Uint8Array>(changes.map((change) => [change.path, change.after]));
  for (const [path, text] of ranges) after.set(path, Buffer.from(text));
  const paths = [...after.keys()].sort(compareText);
  return Promise.all(
    paths.map(async (path) => {
      const before = await readState(await insidePath(root, path));
      return { path, before, after: { bytes: after.get(path) ?? new Uint8Array(), mode: before?.mode ?? 0o644 } };
    }),
  );
}

function nothingToDo({ manifest }: DraftOptions, planned: readonly PlannedOperation[]): MigrationDraft {
  const operations = planned.map(({ operation: { id, kind, confidence }, band, decision }): OperationResult => {
    const status = decision === "skip" ? "skipped" : "noop";
    return { id, kind, confidence, band, status, files_changed: 0, edits: 0, sites: [] };
  });
  const report = { ...heading(manifest), operations, files_scanned: 0, files_changed: [], notes: [] };
  return { report, transitions: [], planned, ranges: [], documents: [], reached: true };
}

function upgradeOf({ package: name, packages = [], from, to }: Manifest): CoreUpgrade {
  return { name, from, to, siblings: packages.filter((each) => each.name !== name) };
}

/** The files of dependencies as the operations left them: options may be kept in them, too. */
function withChanges(files: readonly DependencyFile[], { changes }: SourceMigrationResult): DependencyFile[] {
  const after = new Map(changes.map((change) => [change.path, Buffer.from(change.after).toString("utf8")]));
  return files.map(({ path, text }) => ({ path, text: after.get(path) ?? text }));
}

function heading({ package: name, from, to }: Manifest): Pick<ApplyReport, "package" | "from" | "to"> {
  return { package: name, from, to };
}
