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

/** A package of the core and its versions in the two releases. */
export interface ReleasedPackage {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface CoreUpgrade extends ReleasedPackage {
  /** Other packages of the core that are released together with it. */
  readonly siblings: readonly ReleasedPackage[];
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
  const declared = declarationsInPackageJson(file.text, namesOf(upgrade)) ?? [];
  const governing = new Map([...declared].reverse().map((declaration) => [declaration.name, declaration]));
  const standings = new Set<Standing>();
  for (const declaration of governing.values()) {
    const released = releasedAs(resolveCatalog(declaration, catalogs) ?? declaration, upgrade);
    if (released !== undefined) standings.add(standingOfRange(released.range, released.to));
  }
  return (["behind", "unknown", "reached"] as const).find((standing) => standings.has(standing)) ?? "undeclared";
}

function standingOfRange(range: string, to: string): Standing {
  const lowest = lowestOf(range);
  const version = semver.parse(to);
  if (lowest === undefined || version === null) return "unknown";
  return semver.gte(lowest, version) ? "reached" : "behind";
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
  const texts = new Map<string, string>();
  const changes: RangeChange[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const edits = new Map<Declaration, string>();
    for (const declaration of declarationsOf(file, upgrade, notes)) {
      const released = releasedAs(declaration, upgrade);
      if (released === undefined) continue;
      const to = semver.parse(released.to)?.version;
      if (to === undefined) {
        notes.push(
          `${released.to} is no version, so ${file.path} still asks for ${declaration.name} ${declaration.range}`,
        );
        continue;
      }
      const widen = declaration.field === "peerDependencies" && untouched.has(file.path);
      const raised = widen ? widenRange(declaration.range, to) : raiseRange(declaration.range, to);
      if (raised.kind === "unversioned") notes.push(...noteUnversioned(file, declaration, files));
      if (raised.kind !== "raised") continue;
      edits.set(declaration, raised.range);
      const { field, name, range } = declaration;
      changes.push({ path: file.path, field, name, from: range, to: raised.range });
    }
    if (edits.size > 0) texts.set(file.path, replaceRanges(file.text, edits));
    notes.push(...notePins(file, upgrade));
  }
  return { texts, changes, notes };
}

function declarationsOf(file: DependencyFile, upgrade: CoreUpgrade, notes: string[]): Declaration[] {
  const names = namesOf(upgrade);
  if (!file.path.endsWith(".json")) return declarationsInCatalogs(file.text, names);
  const found = declarationsInPackageJson(file.text, names);
  if (found === undefined) notes.push(`${file.path} is not valid JSON: its ranges stay as they are`);
  return found ?? [];
}

/**
 * What the release makes of a declared package. A sibling may be at another version altogether: only one that is at
 * `from`, or at `to` already, moves along.
 */
function releasedAs(declaration: Declaration, upgrade: CoreUpgrade): { range: string; to: string } | undefined {
  const { name, range } = declaration;
  if (name === upgrade.name) return { range, to: upgrade.to };
  const sibling = upgrade.siblings.find((each) => each.name === name);
  if (sibling === undefined) return undefined;
  const concerned =
    semver.satisfies(sibling.from, range, { includePrerelease: true }) ||
    standingOfRange(range, sibling.to) !== "behind";
  return concerned ? { range, to: sibling.to } : undefined;
}

function namesOf(upgrade: CoreUpgrade): Set<string> {
  return new Set([upgrade.name, ...upgrade.siblings.map(({ name }) => name)]);
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

function notePins(file: DependencyFile, upgrade: CoreUpgrade): string[] {
  if (!file.path.endsWith(".json")) return [];
  return pinsInPackageJson(file.text, new Set([upgrade.name]))
    .filter(({ range }) => standingOfRange(range, upgrade.to) !== "reached" && !semver.satisfies(upgrade.to, range))
    .map(
      ({ field, name, range }) => `${file.path}: ${field} holds ${name} at ${JSON.stringify(range)}: change it by hand`,
    );
}
