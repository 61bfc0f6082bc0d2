import { compareText } from "../../domain/hash.js";
import type { ApiSurface } from "../../domain/matching.js";
import { isContainer, NO_SHAPE, type Declaration, type PublicSymbol, type Role } from "../../domain/symbol.js";
import type { Located } from "./ancestors.js";
import type { TypeScriptCore } from "./core.js";
import { enriched, implementationOf } from "./implementation.js";
import { inputTypes } from "./input-types.js";
import type { Target } from "./linker.js";
import type { CorePackageInfo } from "./packages.js";
import { publicMembers } from "./public-members.js";

/** Namespaces inside namespaces and members inside members are followed this deep. */
const MAX_DEPTH = 5;

interface Occurrence {
  readonly module: string;
  /** Names of the containers, outermost first. */
  readonly containers: readonly string[];
  readonly name: string;
  readonly target: Target;
  readonly inNamespace: boolean;
}

/** Everything that dependents of some packages can name, each declaration under its most direct public name. */
export function apiSurface(core: TypeScriptCore, packages: readonly CorePackageInfo[]): ApiSurface {
  const modules = new Map<string, string>();
  for (const info of packages) for (const [specifier, module] of info.modules) modules.set(specifier, module.path);
  const unseen = new Set<string>();
  const sorted = [...modules].sort(([a], [b]) => compareText(a, b));
  const groups = groupByIdentity(core, sorted, unseen);
  const implementation = implementationOf(core, new Map(packages.flatMap((info) => [...info.modules])));
  const symbols: PublicSymbol[] = [];
  const expanded = new Set<string>();
  const isPublic = ({ path, declaration }: Located) => groups.has(`${path}#${declaration.id}`);
  for (const [identity, occurrences] of [...groups].sort(byPreference)) {
    const byName = new Map<string, Occurrence[]>();
    for (const occurrence of occurrences)
      byName.set(occurrence.name, [...(byName.get(occurrence.name) ?? []), occurrence]);
    const names = occurrences.map((occurrence) => publicName(occurrence));
    for (const [, same] of byName) {
      const [best] = same;
      if (best === undefined) continue;
      const declaration = declarationOf(core, best);
      if (declaration === undefined) continue;
      symbols.push(exportSymbol(best, declaration, names));
      if (!expanded.has(identity)) addMembers(core, best, { path: best.target.path, declaration }, symbols, isPublic);
      expanded.add(identity);
    }
  }
  const inputs = inputTypes(symbols);
  const withRoles = symbols.map((symbol) => {
    const path = symbol.container === "" ? [symbol.name] : [...symbol.container.split("."), symbol.name];
    const declaration = enriched(symbol.declaration, implementation.find(symbol.module, path));
    return { ...symbol, declaration, role: roleOf(symbol, inputs) };
  });
  return { package: packages[0]?.name ?? "", modules, symbols: withRoles.sort(compareSymbols), unseen };
}

function groupByIdentity(
  core: TypeScriptCore,
  modules: readonly (readonly [string, string])[],
  unseen: Set<string>,
): Map<string, Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const [module, path] of modules) {
    const ambient =
      core.facts(path)?.ambientModules.some((candidate) => candidate.name === module) === true ? module : undefined;
    for (const name of core.linker.unseenOf(path, ambient)) unseen.add(`${module}:${name}`);
    collect(module, core.linker.exportsOf(path, ambient), [], new Set([`${path}\n${ambient ?? ""}`]));
  }
  for (const [identity, occurrences] of groups) groups.set(identity, occurrences.sort(compareOccurrences));
  return groups;

  function collect(
    module: string,
    exports: Map<string, Target>,
    containers: readonly string[],
    stack: Set<string>,
  ): void {
    for (const [name, target] of exports) {
      const identity = identityOf(target);
      const occurrence = { module, containers, name, target, inNamespace: containers.length > 0 };
      groups.set(identity, [...(groups.get(identity) ?? []), occurrence]);
      if (containers.length >= MAX_DEPTH) continue;
      const key = target.kind === "module" ? `${target.path}\n${target.ambient ?? ""}` : identity;
      if (stack.has(key)) continue;
      const inner =
        target.kind === "module" ? core.linker.exportsOf(target.path, target.ambient) : namespaceOf(core, target);
      if (target.kind === "module") {
        const prefix = [...containers, name].join(".");
        for (const hidden of core.linker.unseenOf(target.path, target.ambient))
          unseen.add(`${module}:${prefix}.${hidden}`);
      }
      if (inner !== undefined) collect(module, inner, [...containers, name], new Set([...stack, key]));
    }
  }
}

/** The exports of a namespace declaration: its members, and what its export lists name. */
function namespaceOf(
  core: TypeScriptCore,
  target: Extract<Target, { kind: "declaration" }>,
): Map<string, Target> | undefined {
  const declaration = core.linker.declaration(target.path, target.id);
  if (declaration?.kind !== "namespace") return undefined;
  const names = core.linker.namespaceExports(target.path, target.id);
  for (const id of declaration.members) names.set(id.slice(target.id.length + 1), { ...target, id });
  return names;
}

function identityOf(target: Target): string {
  return target.kind === "module" ? `${target.path}#*${target.ambient ?? ""}` : `${target.path}#${target.id}`;
}

function declarationOf(core: TypeScriptCore, occurrence: Occurrence): Declaration | undefined {
  const { target, name } = occurrence;
  if (target.kind === "declaration") return core.linker.declaration(target.path, target.id);
  return {
    id: "*",
    name,
    kind: "namespace",
    line: 1,
    members: [...core.linker.exportsOf(target.path, target.ambient).keys()].sort(),
    signatures: [],
    heritage: [],
    static: false,
    optional: false,
    visibility: "public",
    doc: "",
    deprecated: false,
    tags: [],
    sig: "",
    typeRefs: [],
    calls: [],
    shape: NO_SHAPE,
  };
}

function exportSymbol(occurrence: Occurrence, declaration: Declaration, names: readonly string[]): PublicSymbol {
  const own = publicName(occurrence);
  return {
    module: occurrence.module,
    container: occurrence.containers.join("."),
    name: occurrence.name,
    role: "export",
    declaration,
    path: occurrence.target.path,
    alsoAs: [...new Set(names)].filter((name) => name !== own).sort(),
    typeOnly: occurrence.target.typeOnly || declaration.kind === "interface" || declaration.kind === "type",
  };
}

/** The members that dependents write after a container's name, with their own members below them. */
function addMembers(
  core: TypeScriptCore,
  owner: Occurrence,
  container: Located,
  symbols: PublicSymbol[],
  isPublic: (located: Located) => boolean,
): void {
  if (container.declaration.kind === "namespace") return;
  const containers = [...owner.containers, owner.name];
  if (containers.length > MAX_DEPTH) return;
  for (const member of publicMembers(core, container, isPublic)) {
    if (isPublic(member)) continue; // `export =` makes the members of a value exports: their more direct name
    const { name } = member.declaration;
    symbols.push({
      module: owner.module,
      container: containers.join("."),
      name,
      role: "member",
      declaration: member.declaration,
      path: member.path,
      alsoAs: [],
      typeOnly: owner.target.typeOnly,
    });
    addMembers(core, { ...owner, containers, name }, member, symbols, isPublic);
  }
}

function roleOf(symbol: PublicSymbol, inputs: ReadonlySet<string>): Role {
  if (symbol.role === "export") return "export";
  const property = symbol.declaration.kind === "property" || symbol.declaration.kind === "method";
  return property && inputs.has(`${symbol.module}:${symbol.container}`) ? "config-key" : "member";
}

function publicName(occurrence: Occurrence): string {
  return `${occurrence.module}:${[...occurrence.containers, occurrence.name].join(".")}`;
}

/** The most direct public name first: fewest containers, then the declared name, then the shortest specifier. */
function compareOccurrences(a: Occurrence, b: Occurrence): number {
  return (
    a.containers.length - b.containers.length ||
    Number(isRenamed(a)) - Number(isRenamed(b)) ||
    a.module.length - b.module.length ||
    compareText(publicName(a), publicName(b))
  );
}

function isRenamed(occurrence: Occurrence): boolean {
  const { target, name } = occurrence;
  return (
    target.kind === "declaration" &&
    target.id.slice(Math.max(target.id.lastIndexOf("."), target.id.lastIndexOf(":")) + 1) !== name
  );
}

function byPreference([a]: [string, Occurrence[]], [b]: [string, Occurrence[]]): number {
  return compareText(a, b);
}

export function compareSymbols(a: PublicSymbol, b: PublicSymbol): number {
  return compareText(a.module, b.module) || compareText(a.container, b.container) || compareText(a.name, b.name);
}

/** Whether the members of a symbol are public names of their own. */
export function hasMembers(symbol: PublicSymbol): boolean {
  return isContainer(symbol.declaration.kind) || symbol.declaration.members.length > 0;
}
