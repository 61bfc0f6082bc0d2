import { posix } from "node:path";
import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";
import { OptionsFinder } from "../mount/options.js";
import { createMountedProgram, type ParsedFiles } from "../mount/program.js";
import { followed } from "./resolve-targets.js";

/** What a name can stand for, or is used as. */
export interface Meaning {
  readonly value: boolean;
  readonly type: boolean;
  /** After `new`. */
  readonly built: boolean;
}

/** The meaning of an export of a module, or undefined where there is no such export. */
export type ExportLookup = (module: string, name: string) => Meaning | undefined;

/** Looks up what modules of a core export. Each module is read when first asked for. */
export function exportLookup(root: string, sources: CoreSources, parsed: ParsedFiles = new Map()): ExportLookup {
  const core = new CoreMount(sources);
  const modules = new Map<string, ReadonlyMap<string, Meaning>>();
  return (module, name) => {
    const known = modules.get(module) ?? exportsOf(root, core, module, parsed);
    modules.set(module, known);
    return known.get(name);
  };
}

function exportsOf(root: string, core: CoreMount, module: string, parsed: ParsedFiles): ReadonlyMap<string, Meaning> {
  const path = core.resolve(module, posix.join(root, "package.json"));
  if (path === undefined) return new Map();
  const options = new OptionsFinder(root).optionsFor(posix.join(root, "package.json"));
  const textOf = (): undefined => undefined;
  const program = createMountedProgram({ root, options, rootFiles: [path], core, textOf, parsed });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  return new Map(exported.map((each) => [each.name, meaningOf(checker, followed(checker, each))]));
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
