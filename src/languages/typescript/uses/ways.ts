import { posix } from "node:path";
import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";
import { OptionsFinder } from "../mount/options.js";
import type { ParsedFiles } from "../mount/parsed-files.js";
import { createMountedProgram } from "../mount/program.js";
import { exportOf } from "./resolve-targets.js";

/** A type of a module, dotted where it is in a namespace. */
export interface TypePlace {
  readonly module: string;
  readonly name: string;
}

/** The property of one type that has another, where there is just one. */
export type WayLookup = (from: TypePlace, to: TypePlace) => string | undefined;

/** Looks up how one gets from type to type in a core. Each module is read when first asked for. */
export function wayLookup(root: string, sources: CoreSources, parsed: ParsedFiles = new Map()): WayLookup {
  const core = new CoreMount(sources);
  const main = posix.join(root, "package.json");
  const programs = new Map<string, ts.Program>();
  return (from, to) => {
    const paths = [from, to].map(({ module }) => core.resolve(module, main));
    const [fromPath, toPath] = paths;
    if (fromPath === undefined || toPath === undefined) return undefined;
    const key = paths.join("\n");
    const program = programs.get(key) ?? read([fromPath, toPath]);
    programs.set(key, program);
    const owner = typeAt(program, fromPath, from.name);
    const wanted = typeAt(program, toPath, to.name);
    return owner === undefined || wanted === undefined ? undefined : onlyWay(program.getTypeChecker(), owner, wanted);
  };

  function read(rootFiles: readonly string[]): ts.Program {
    const found = new OptionsFinder(root).optionsFor(main);
    // What may be missing is no way, whatever the dependent's own compiler says of that.
    const options = { ...found, options: { ...found.options, strictNullChecks: true } };
    return createMountedProgram({ root, options, rootFiles, core, textOf: () => undefined, parsed });
  }
}

function typeAt(program: ts.Program, path: string, name: string): ts.Symbol | undefined {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  let symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  for (const part of name.split(".")) symbol = symbol && exportOf(checker, symbol, part);
  return symbol !== undefined && symbol.flags & ts.SymbolFlags.Type ? symbol : undefined;
}

function onlyWay(checker: ts.TypeChecker, owner: ts.Symbol, wanted: ts.Symbol): string | undefined {
  const ways = checker
    .getDeclaredTypeOfSymbol(owner)
    .getProperties()
    .filter((property) => isPublic(property) && isOf(checker.getTypeOfSymbol(property), wanted));
  return ways.length === 1 ? ways[0]?.name : undefined;
}

function isPublic({ declarations = [], name }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return !name.startsWith("_") && declarations.every((each) => (ts.getCombinedModifierFlags(each) & hidden) === 0);
}

function isOf(type: ts.Type, wanted: ts.Symbol): boolean {
  return type.getSymbol() === wanted || type.aliasSymbol === wanted;
}
