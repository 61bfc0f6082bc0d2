import { readFileSync } from "node:fs";
import { join } from "node:path";
import { applyManifest, type ApplyResult } from "../../../src/app/apply.js";
import type { Generated } from "../../../src/app/generate-options.js";
import type { CoreTypes } from "../../../src/app/migration-draft.js";
import type { RemainingUse, Site, TypeErrorCounts } from "../../../src/domain/edit.js";
import { type ErrorsByFile, countTypeErrors, type TypeErrorReport } from "../../../src/verification/type-errors.js";
import type { Label, LabelledRelease } from "../accuracy/labels.js";
import { type Scorer, verdicts } from "../accuracy/scorer.js";
import { checkOut, type Dependent, readTexts } from "./corpus.js";
import { becameOf, countFound, type Hunk, hunksBetween, migratedLines, type PlacedLine, type Rename } from "./lines.js";

export interface WrongEdit {
  readonly path: string;
  readonly line: number;
  readonly operation: string;
  readonly ours: string;
  /** What people wrote instead; undefined where they left the line as it was. */
  readonly people: string | undefined;
  readonly because: string;
}

export interface MissedLine {
  readonly path: string;
  readonly people: string;
}

export interface MeasuredDependent {
  readonly dependent: Dependent;
  /** Lines that people changed for the migration, and those that come out the same. */
  readonly lines: number;
  readonly same: number;
  readonly missed: readonly MissedLine[];
  /** Places that were edited, and those whose line comes out otherwise than people's. */
  readonly edits: number;
  readonly otherwise: number;
  readonly wrong: readonly WrongEdit[];
  readonly flagged: number;
  /** Places that name the old API still, by certainty. */
  readonly left: Readonly<Record<RemainingUse["certainty"], number>>;
  readonly type_errors?: TypeErrorCounts;
}

interface Texts {
  readonly before: string;
  /** As people left it. */
  readonly people: string;
  readonly ours: string;
}

interface Compared extends Texts {
  readonly path: string;
  readonly byPeople: readonly Hunk[];
  readonly byUs: readonly Hunk[];
}

/** Migrates a dependent as it was before people did, and compares with what they made of it. */
export async function measureDependent(
  dependent: Dependent,
  { manifest }: Generated,
  core: CoreTypes,
  scorer: Scorer,
  folder: string,
): Promise<MeasuredDependent> {
  await checkOut(dependent, dependent.before, folder);
  const result = await applyManifest({
    manifest,
    target: folder,
    runId: dependent.repo,
    plan: { thresholds: manifest.provenance.thresholds },
    loadCore: async () => core,
    dryRun: true,
    force: true,
  });
  const after = await readTexts(dependent, dependent.after);
  const compare = (path: string): Compared | undefined => {
    const people = after.get(path);
    return people === undefined
      ? undefined
      : compareFile(path, readFileSync(join(folder, path), "utf8"), people, result);
  };
  const wanted = dependent.files_with_truth_ops.flatMap((path) => compare(path) ?? []);
  const renames = renamesIn(dependent.release.labels);
  const lines = wanted.map((file) => migratedLines(file.byPeople, renames));
  const sites = uniqueSites(result);
  const edited = sites.filter(({ action }) => action === "edited");
  const different = edited.flatMap((site) => differs(site, compare(site.path)));
  return {
    dependent,
    lines: sum(lines.map(({ length }) => length)),
    same: sum(
      wanted.map((file, i) =>
        countFound(
          lines[i] ?? [],
          file.byUs.flatMap(({ added }) => added),
        ),
      ),
    ),
    missed: wanted.flatMap((file, i) => missedIn(file, lines[i] ?? [])),
    edits: edited.length,
    otherwise: different.length,
    wrong: wrongEdits(different, {
      errors: errorsIn(folder, core, result),
      contradicted: contradictedBy(dependent.release, scorer, manifest.operations),
    }),
    flagged: sites.length - edited.length,
    left: { certain: countLeft(result, "certain"), possible: countLeft(result, "possible") },
    ...(result.report.type_errors !== undefined && { type_errors: result.report.type_errors }),
  };
}

function compareFile(path: string, before: string, people: string, { transitions }: ApplyResult): Compared {
  const after = transitions.find((transition) => transition.path === path)?.after;
  const ours = after === undefined || after === null ? before : Buffer.from(after.bytes).toString("utf8");
  return { path, before, people, ours, byPeople: hunksBetween(before, people), byUs: hunksBetween(before, ours) };
}

function renamesIn(labels: readonly Label[]): Rename[] {
  return labels.flatMap(({ kind, module, toModule, from, to }) => {
    if (kind === "not-a-rename") return [];
    const paths = module && toModule && module !== toModule ? [{ from: module, to: toModule }] : [];
    const names = to && to !== from && !["*", "default"].includes(from) ? [{ from: last(from), to: last(to) }] : [];
    return [...paths, ...names];
  });
}

function missedIn({ path, byUs }: Compared, wanted: readonly string[]): MissedLine[] {
  const ours = byUs.flatMap(({ added }) => added);
  return wanted.filter((line) => countFound([line], ours) === 0).map((people) => ({ path, people: people.trim() }));
}

/** A place is often spoken of by several operations: one for each type that inherits the member. */
function uniqueSites({ report }: ApplyResult): Site[] {
  const sites = report.operations.flatMap((operation) => operation.sites);
  const byPlace = new Map(sites.map((site) => [`${site.path}:${site.line}:${site.column}:${site.action}`, site]));
  const edited = (site: Site): boolean => byPlace.has(`${site.path}:${site.line}:${site.column}:edited`);
  return [...byPlace.values()].filter((site) => site.action === "edited" || !edited(site));
}

function countLeft({ report }: ApplyResult, certainty: RemainingUse["certainty"]): number {
  const uses = report.residue?.uses.filter((each) => each.certainty === certainty) ?? [];
  return new Set(uses.map(({ path, line, column }) => `${path}:${line}:${column}`)).size;
}

interface Different {
  readonly site: Site;
  readonly ours: readonly PlacedLine[];
  readonly people: readonly PlacedLine[] | undefined;
}

/** An edit on a line that people made something else of. */
function differs(site: Site, file: Compared | undefined): Different[] {
  const ours = file && becameOf(file.byUs, site.line);
  if (file === undefined || ours === undefined) return [];
  const people = becameOf(file.byPeople, site.line);
  const texts = new Set(people?.map(({ text }) => text.trim()));
  return ours.every(({ text }) => texts.has(text.trim())) ? [] : [{ site, ours, people }];
}

interface Evidence {
  readonly errors: TypeErrorReport | undefined;
  /** Ids of operations that the labels contradict. */
  readonly contradicted: ReadonlySet<string>;
}

function wrongEdits(different: readonly Different[], { errors, contradicted }: Evidence): WrongEdit[] {
  return different.flatMap(({ site, ours, people }) => {
    const fresh = errors && ours.flatMap(({ line }) => freshErrors(errors, site, line));
    const because = contradicted.has(site.operation) ? "the labels say otherwise" : fresh?.[0];
    if (because === undefined) return [];
    const { path, line, operation } = site;
    const shown = (lines: readonly PlacedLine[]): string => lines.map(({ text }) => text.trim()).join(" ");
    return [{ path, line, operation, ours: shown(ours), people: people && shown(people), because }];
  });
}

/** Errors on a migrated line that its counterpart had neither with the old version nor with the new one. */
function freshErrors({ asIs, bare, migrated }: TypeErrorReport, site: Site, line: number): string[] {
  const at = (errors: ErrorsByFile, wanted: number): string[] =>
    (errors.get(site.path) ?? []).filter((error) => error.line === wanted).map(({ message }) => message);
  const known = new Set([...at(asIs, site.line), ...at(bare, site.line)]);
  return at(migrated, line).filter((message) => !known.has(message));
}

function errorsIn(root: string, { from, to }: CoreTypes, { transitions }: ApplyResult): TypeErrorReport | undefined {
  if (from === undefined || to === undefined) return undefined;
  const changes = transitions.flatMap(({ path, before, after }) =>
    before && after ? [{ path, before: before.bytes, after: after.bytes }] : [],
  );
  const readFile = (path: string): Uint8Array => readFileSync(join(root, path));
  return countTypeErrors({ root, files: changes.map(({ path }) => path), readFile, core: { from, to }, changes });
}

function contradictedBy(
  release: LabelledRelease,
  scorer: Scorer,
  operations: Generated["manifest"]["operations"],
): Set<string> {
  const found = verdicts(scorer, release, operations);
  return new Set(operations.filter((_operation, i) => found[i] === 0).map(({ id }) => id));
}

function last(name: string): string {
  return name.split(/[.#]/).at(-1) ?? name;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
