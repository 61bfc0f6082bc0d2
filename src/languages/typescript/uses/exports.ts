import { posix } from "node:path";
import { ts } from "ts-morph";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";
import { OptionsFinder } from "../mount/options.js";
import { createMountedProgram } from "../mount/program.js";
import { followed } from "./resolve-targets.js";

/** What a name can stand for. */
export interface Meaning {
  readonly value: boolean;
  readonly type: boolean;
}

/** The meaning of an export of a module, or undefined where there is no such export. */
export type ExportLookup = (module: string, name: string) => Meaning | undefined;

/** Looks up what modules of a core export. Each module is read when first asked for. */
export function exportLookup(root: string, sources: CoreSources): ExportLookup {
  const core = new CoreMount(sources);
  const modules = new Map<string, ReadonlyMap<string, Meaning>>();
  return (module, name) => {
    const known = modules.get(module) ?? exportsOf(root, core, module);
    modules.set(module, known);
    return known.get(name);
  };
}

function exportsOf(root: string, core: CoreMount, module: string): ReadonlyMap<string, Meaning> {
  const path = core.resolve(module, posix.join(root, "package.json"));
  if (path === undefined) return new Map();
  const options = new OptionsFinder(root).optionsFor(posix.join(root, "package.json"));
  const textOf = (): undefined => undefined;
  const program = createMountedProgram({ root, options, rootFiles: [path], core, textOf, parsed: new Map() });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  const exported = symbol === undefined ? [] : checker.getExportsOfModule(symbol);
  return new Map(exported.map((each) => [each.name, meaningOf(followed(checker, each))]));
}

function meaningOf({ flags }: ts.Symbol): Meaning {
  return { value: (flags & ts.SymbolFlags.Value) !== 0, type: (flags & ts.SymbolFlags.Type) !== 0 };
}
