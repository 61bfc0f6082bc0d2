import semver from "semver";
import {
  type Declaration,
  declarationsInCatalogs,
  declarationsInPackageJson,
  pinsInPackageJson,
  replaceRanges,
} from "./dependency-declarations.js";
import { lowestOf, raiseRange, widenRange } from "./raise-range.js";

/** A package.json or pnpm-workspace.yaml of the dependent. */
export interface DependencyFile {
  readonly path: string;
  readonly text: string;
}

export interface CoreUpgrade {
  readonly package: string;
  /** Other packages of the core that are released together with it. */
  readonly siblings: readonly string[];
  readonly from: string;
  readonly to: string;
}

export interface RangeChange {
  readonly path: string;
  readonly field: string;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface RaisedRanges {
  /** New text by path, of changed files only. */
  readonly texts: ReadonlyMap<string, string>;
  readonly changes: readonly RangeChange[];
  readonly notes: readonly string[];
}

/** How far a package has come, by what it declares; `undeclared` where another file must say. */
export type Standing = "behind" | "reached" | "unknown" | "undeclared";

/**
 * Whether a package asks for `to` already, in which case its sources are taken as migrated.
 * The declaration that it is built with decides; its peer range only where there is no other.
 */
export function standingOf(file: DependencyFile, upgrade: CoreUpgrade, catalogs?: DependencyFile): Standing {
  const names = new Set([upgrade.package]);
  const [declaration] = declarationsInPackageJson(file.text, names) ?? [];
  if (declaration === undefined) return "undeclared";
  const range = resolveCatalog(declaration, catalogs)?.range ?? declaration.range;
  const lowest = lowestOf(range);
  const to = semver.parse(upgrade.to);
  if (lowest === undefined || to === null) return "unknown";
  return semver.gte(lowest, to) ? "reached" : "behind";
}

/**
 * Raises the core's range wherever it is declared. The sources of `untouched` packages work with both versions as they
 * are, so that their peer ranges are widened and not raised.
 */
export function raiseRanges(
  files: readonly DependencyFile[],
  upgrade: CoreUpgrade,
  untouched: ReadonlySet<string>,
): RaisedRanges {
  const to = semver.parse(upgrade.to)?.version;
  if (to === undefined) {
    return {
      texts: new Map(),
      changes: [],
      notes: [`${upgrade.to} is no version, so dependency ranges stay as they are`],
    };
  }
  const texts = new Map<string, string>();
  const changes: RangeChange[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const edits = new Map<Declaration, string>();
    for (const declaration of declarationsOf(file, upgrade, notes)) {
      if (!concerns(declaration, upgrade)) continue;
      const widen = declaration.field === "peerDependencies" && untouched.has(file.path);
      const raised = widen ? widenRange(declaration.range, to) : raiseRange(declaration.range, to);
      if (raised.kind === "unversioned") notes.push(...noteUnversioned(file, declaration, files));
      if (raised.kind !== "raised") continue;
      edits.set(declaration, raised.range);
      const { field, name, range } = declaration;
      changes.push({ path: file.path, field, name, from: range, to: raised.range });
    }
    if (edits.size > 0) texts.set(file.path, replaceRanges(file.text, edits));
    notes.push(...notePins(file, upgrade, to));
  }
  return { texts, changes, notes };
}

function declarationsOf(file: DependencyFile, upgrade: CoreUpgrade, notes: string[]): Declaration[] {
  const names = new Set([upgrade.package, ...upgrade.siblings]);
  if (!file.path.endsWith(".json")) return declarationsInCatalogs(file.text, names);
  const found = declarationsInPackageJson(file.text, names);
  if (found === undefined) notes.push(`${file.path} is not valid JSON: its ranges stay as they are`);
  return found ?? [];
}

/** A sibling may be at another version altogether: only one that was at `from` moves along. */
function concerns({ name, range }: Declaration, upgrade: CoreUpgrade): boolean {
  return name === upgrade.package || semver.satisfies(upgrade.from, range, { includePrerelease: true });
}

function resolveCatalog({ name, range }: Declaration, catalogs: DependencyFile | undefined): Declaration | undefined {
  if (!range.startsWith("catalog:") || catalogs === undefined) return undefined;
  const wanted = range.slice("catalog:".length).trim();
  const field = wanted === "" || wanted === "default" ? ["catalog", "catalogs.default"] : [`catalogs.${wanted}`];
  return declarationsInCatalogs(catalogs.text, new Set([name])).find((entry) => field.includes(entry.field));
}

function noteUnversioned(file: DependencyFile, declaration: Declaration, files: readonly DependencyFile[]): string[] {
  if (semver.validRange(declaration.range) === "*") return [];
  const catalogs = files.find(({ path }) => path.endsWith(".yaml"));
  if (resolveCatalog(declaration, catalogs) !== undefined) return [];
  const { name, range, field } = declaration;
  return [
    `${file.path}: ${name} is ${JSON.stringify(range)} in ${field}, which names no range to raise: change it by hand if needed`,
  ];
}

function notePins(file: DependencyFile, upgrade: CoreUpgrade, to: string): string[] {
  if (!file.path.endsWith(".json")) return [];
  const pins = pinsInPackageJson(file.text, new Set([upgrade.package]));
  return pins
    .filter(({ range }) => raiseRange(range, to).kind !== "reached" && !semver.satisfies(to, range))
    .map(
      ({ field, name, range }) => `${file.path}: ${field} holds ${name} at ${JSON.stringify(range)}: change it by hand`,
    );
}
