import { ts } from "ts-morph";
import type { Target } from "./use.js";

/** A target with what the checker knows of it in the `from` API. */
export interface ResolvedTarget {
  readonly id: string;
  readonly target: Target;
  /** The name that uses write: the last part. */
  readonly name: string;
  /** `path`: reached through modules and namespaces. `member`: reached through a value or type. `module`, `value`: a string. */
  readonly access: "path" | "member" | "module" | "value";
  readonly module: string;
  /** The module or namespace that holds the name, for a `path`. */
  readonly scope?: ts.Symbol;
  /** Parts of the container. */
  readonly container: readonly string[];
  readonly declarations: ReadonlySet<ts.Declaration>;
  /** What an export can stand for: a value, a type, a namespace. */
  readonly flags?: ts.SymbolFlags;
  /** Keys of a mapped type, or of a parameter that is taken apart and has no other type: the checker gives them no declaration. */
  readonly undeclared?: readonly ts.Symbol[];
  /** Declarations of the container, where the member is inherited from elsewhere. */
  readonly inheritedBy?: ReadonlySet<ts.Declaration>;
}

type TargetsById = Iterable<readonly [id: string, target: Target]>;

/** Specifiers whose modules must be in the program for targets to be resolved. */
export function modulesOf(targets: TargetsById, known: readonly string[]): string[] {
  const found = new Set<string>();
  for (const [, target] of targets) {
    if (target.kind === "name") found.add(target.module);
    if (target.kind === "value") found.add(target.module);
    if (target.kind === "option" || target.kind === "call") {
      const split = splitQualified(target.kind === "option" ? target.config : target.callable, known);
      if (split !== undefined) found.add(split.module);
    }
  }
  return [...found].sort();
}

export interface ModuleLookup {
  readonly checker: ts.TypeChecker;
  readonly moduleOf: (specifier: string) => ts.Symbol | undefined;
  readonly known: readonly string[];
}

export function resolveTargets(targets: TargetsById, lookup: ModuleLookup): ResolvedTarget[] {
  return [...targets].map(([id, target]) => {
    if (target.kind === "name") return resolveName(id, target, lookup);
    if (target.kind === "option") return resolveOption(id, target, lookup);
    if (target.kind === "call") return resolveCallable(id, target, lookup);
    if (target.kind === "value") return resolveValue(id, target, lookup);
    const name = target.kind === "module" ? target.specifier : target.path;
    return { id, target, name, access: "module", module: name, container: [], declarations: new Set() };
  });
}

function resolveCallable(id: string, target: TargetOf<"call">, lookup: ModuleLookup): ResolvedTarget {
  const { module = "", names = [] } = splitQualified(target.callable, lookup.known) ?? {};
  const name = names.at(-1) ?? "";
  const named = { kind: "name" as const, module, container: names.slice(0, -1).join("."), name };
  return { ...resolveName(id, named, lookup), target };
}

/** The declarations of what has the value: a type, a property, an enum, a callable. */
function resolveValue(id: string, target: TargetOf<"value">, lookup: ModuleLookup): ResolvedTarget {
  const container = target.container?.split(".") ?? [];
  const scope = lookup.moduleOf(target.module);
  const symbols = scope === undefined ? [] : symbolsAt(lookup.checker, scope, container);
  const declarations = declarationsOf(symbols);
  return { id, target, name: target.value, access: "value", module: target.module, container, declarations };
}

type TargetOf<Kind> = Extract<Target, { kind: Kind }>;

function resolveName(id: string, target: TargetOf<"name">, lookup: ModuleLookup): ResolvedTarget {
  const { checker } = lookup;
  const container = target.container === undefined || target.container === "" ? [] : target.container.split(".");
  const moduleSymbol = lookup.moduleOf(target.module);
  const base = { id, target, name: target.name, module: target.module, container };
  if (moduleSymbol === undefined) {
    return { ...base, access: container.length === 0 ? "path" : "member", declarations: new Set() };
  }
  const path = [...container];
  let scope = moduleSymbol;
  while (path.length > 0 && isNamespace(scope)) {
    const next = exportOf(checker, scope, path[0] ?? "");
    if (next === undefined) return { ...base, access: "path", declarations: new Set() };
    path.shift();
    scope = next;
  }
  const owner = path.reduce<ts.Symbol | undefined>(
    (symbol, part) => (symbol === undefined ? undefined : membersOf(checker, symbol, part)[0]),
    scope,
  );
  if (owner === undefined) return { ...base, access: "member", declarations: new Set() };
  if (isNamespace(owner)) {
    const found = exportOf(checker, owner, target.name);
    if (found !== undefined || !hasMembers(owner)) {
      const declarations = declarationsOf(found === undefined ? [] : [found]);
      return { ...base, access: "path", scope: owner, declarations, ...(found && { flags: found.flags }) };
    }
  }
  const members = membersOf(checker, owner, target.name);
  const declarations = declarationsOf(members);
  const owners = new Set(owner.declarations ?? []);
  const inherited = [...declarations].some((each) => !isWithin(each, owners));
  return {
    ...base,
    access: "member",
    declarations,
    undeclared: undeclared(members),
    ...(inherited ? { inheritedBy: owners } : {}),
  };
}

function resolveOption(id: string, target: TargetOf<"option">, lookup: ModuleLookup): ResolvedTarget {
  const { checker } = lookup;
  const keys = target.key.split(".");
  const name = keys.at(-1) ?? "";
  const split = splitQualified(target.config, lookup.known);
  const base = { id, target, name, access: "member" as const, module: split?.module ?? "" };
  const container = split?.names ?? [];
  const scope = split === undefined ? undefined : lookup.moduleOf(split.module);
  if (scope === undefined) return { ...base, container, declarations: new Set() };
  const symbols = symbolsAt(checker, scope, container);
  let types = symbols.flatMap((symbol) => optionTypes(checker, symbol, target.of === "parameters"));
  let found: ts.Symbol[] = [];
  for (const key of keys) {
    found = types.flatMap((type) => propertiesOf(checker, type, key));
    types = found.map((property) => checker.getNonNullableType(checker.getTypeOfSymbol(property)));
  }
  return { ...base, container, declarations: declarationsOf(found), undeclared: undeclared(found) };
}

/** What a dotted name stands for, on the type's and on the value's side. */
function symbolsAt(checker: ts.TypeChecker, scope: ts.Symbol, path: readonly string[]): ts.Symbol[] {
  let symbols = [scope];
  for (const part of path) {
    symbols = symbols.flatMap((symbol) => {
      const found = isNamespace(symbol) ? exportOf(checker, symbol, part) : undefined;
      return found === undefined ? membersOf(checker, symbol, part) : [found];
    });
  }
  return symbols;
}

/** The type itself, or the types of a callable's parameters. */
function optionTypes(checker: ts.TypeChecker, symbol: ts.Symbol, parametersOnly: boolean): ts.Type[] {
  const types: ts.Type[] = [];
  if (symbol.flags & ts.SymbolFlags.Type && !parametersOnly) types.push(checker.getDeclaredTypeOfSymbol(symbol));
  if (symbol.flags & ts.SymbolFlags.Value) {
    const value = checker.getTypeOfSymbol(symbol);
    for (const signature of [...value.getCallSignatures(), ...value.getConstructSignatures()]) {
      types.push(...signature.parameters.map((each) => checker.getNonNullableType(checker.getTypeOfSymbol(each))));
    }
    if (types.length === 0 && !parametersOnly) types.push(value);
  }
  return types;
}

/** Splits `module.[Container.]name` at the longest module known. */
function splitQualified(name: string, known: readonly string[]): { module: string; names: string[] } | undefined {
  const module = known.find((each) => name.startsWith(`${each}.`));
  if (module !== undefined) return { module, names: name.slice(module.length + 1).split(".") };
  const slash = name.lastIndexOf("/");
  const dot = name.indexOf(".", slash + 1);
  return dot === -1 ? undefined : { module: name.slice(0, dot), names: name.slice(dot + 1).split(".") };
}

export function isNamespace(symbol: ts.Symbol): boolean {
  return (symbol.flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule)) !== 0;
}

function hasMembers(symbol: ts.Symbol): boolean {
  return (symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Enum)) !== 0;
}

/** An export of a module or namespace, followed to what it stands for. */
export function exportOf(checker: ts.TypeChecker, scope: ts.Symbol, name: string): ts.Symbol | undefined {
  const found =
    checker.getExportsOfModule(scope).find((each) => each.name === name) ??
    (name === "default" ? scope.exports?.get(ts.InternalSymbolName.ExportEquals) : undefined);
  return found === undefined ? undefined : followed(checker, found);
}

export function followed(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/** Members of that name on the type's and on the value's side. */
function membersOf(checker: ts.TypeChecker, owner: ts.Symbol, name: string): ts.Symbol[] {
  const found: ts.Symbol[] = [];
  if (owner.flags & ts.SymbolFlags.Type) {
    found.push(...propertiesOf(checker, checker.getDeclaredTypeOfSymbol(owner), name));
  }
  const own = owner.exports?.get(ts.escapeLeadingUnderscores(name));
  if (own !== undefined) found.push(followed(checker, own));
  if (own === undefined && owner.flags & ts.SymbolFlags.Value) {
    found.push(...propertiesOf(checker, checker.getTypeOfSymbol(owner), name));
  }
  return found;
}

export function propertiesOf(checker: ts.TypeChecker, type: ts.Type, name: string): ts.Symbol[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.flatMap((part) => {
    const property = checker.getPropertyOfType(checker.getApparentType(part), name);
    return property === undefined ? [] : [property];
  });
}

function undeclared(symbols: readonly ts.Symbol[]): ts.Symbol[] {
  return symbols.filter(({ declarations }) => declarations === undefined);
}

function declarationsOf(symbols: readonly ts.Symbol[]): Set<ts.Declaration> {
  return new Set(symbols.flatMap((symbol) => symbol.declarations ?? []));
}

function isWithin(declaration: ts.Declaration, owners: ReadonlySet<ts.Declaration>): boolean {
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    for (const owner of owners) if (node === owner) return true;
  }
  return false;
}
