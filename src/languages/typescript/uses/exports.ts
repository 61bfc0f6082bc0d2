import { posix } from "node:path";
import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";
import { OptionsFinder } from "../mount/options.js";
import type { ParsedFiles } from "../mount/parsed-files.js";
import { createMountedProgram } from "../mount/program.js";
import { followed, isNamespace } from "./resolve-targets.js";

/** What a name can stand for, or is used as. */
export interface Meaning {
  readonly value: boolean;
  readonly type: boolean;
  /** After `new`. */
  readonly built: boolean;
}

/** The meaning of an export of a module, or of `namespace.name`; undefined where there is no such export. */
export type ExportLookup = (module: string, name: string) => Meaning | undefined;

export interface LookupOptions {
  readonly parsed?: ParsedFiles | undefined;
  /** Modules that are read with the first of them that is asked for. Those that are not there are ignored. */
  readonly together?: readonly string[];
}

/** Looks up what modules of a core export. Each module is read when first asked for. */
export function exportLookup(root: string, sources: CoreSources, options: LookupOptions = {}): ExportLookup {
  const { parsed = new Map(), together = [] } = options;
  const core = new CoreMount(sources);
  const main = posix.join(root, "package.json");
  const fileOf = (module: string): string | undefined => core.resolve(module, main);
  const known = new Map<string, ReadonlyMap<string, Meaning>>();
  let ahead: string[] | undefined;
  return (module, name) => {
    const path = fileOf(module);
    if (path === undefined) return undefined;
    if (!known.has(path)) {
      ahead ??= [...new Set(together.flatMap((each) => fileOf(each) ?? []))];
      const paths = ahead.includes(path) ? ahead : [path];
      for (const [file, exported] of exportsOf(root, core, paths, parsed)) known.set(file, exported);
    }
    return known.get(path)?.get(name);
  };
}

function exportsOf(
  root: string,
  core: CoreMount,
  paths: readonly string[],
  parsed: ParsedFiles,
): Map<string, ReadonlyMap<string, Meaning>> {
  const options = new OptionsFinder(root).optionsFor(posix.join(root, "package.json"));
  const textOf = (): undefined => undefined;
  const program = createMountedProgram({ root, options, rootFiles: paths, core, textOf, parsed, isForNames: true });
  const checker = program.getTypeChecker();
  return new Map(
    paths.map((path) => {
      const file = program.getSourceFile(path);
      const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
      const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
      return [path, new Map(exported.flatMap((each) => meaningsOf(checker, each)))];
    }),
  );
}

/** An export and, where it is a namespace, what that holds. */
function meaningsOf(checker: ts.TypeChecker, exported: ts.Symbol): [string, Meaning][] {
  const symbol = followed(checker, exported);
  const held = isNamespace(symbol) ? checker.getExportsOfModule(symbol) : [];
  return [
    [exported.name, meaningOf(checker, symbol)],
    ...held.map((each): [string, Meaning] => [
      `${exported.name}.${each.name}`,
      meaningOf(checker, followed(checker, each)),
    ]),
  ];
}

function meaningOf(checker: ts.TypeChecker, symbol: ts.Symbol): Meaning {
  const { flags } = symbol;
  const value = (flags & ts.SymbolFlags.Value) !== 0;
  return { value, type: (flags & ts.SymbolFlags.Type) !== 0, built: value && !isClosed(checker, symbol) };
}

const NOT_FOR_ALL = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

/** True for a class that only the core itself makes objects of. */
function isClosed(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const declarations = symbol.declarations?.filter(ts.isClassDeclaration) ?? [];
  if (declarations.some((each) => ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Abstract)) return true;
  if (declarations.length === 0) return false;
  const signatures = checker.getTypeOfSymbol(symbol).getConstructSignatures();
  return signatures.some(({ declaration }) => declaration && ts.getCombinedModifierFlags(declaration) & NOT_FOR_ALL);
}
