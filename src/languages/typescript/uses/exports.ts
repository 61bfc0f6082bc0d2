import { posix } from "node:path";
import type { CoreSources } from "../../../domain/core-sources.js";
import { CoreMount } from "../mount/core-mount.js";
import { OptionsFinder } from "../mount/options.js";
import { createMountedProgram } from "../mount/program.js";

export type ExportCheck = (module: string, name: string) => boolean;

/** Tells whether modules of a core export names. The core is read when first asked. */
export function exportCheck(root: string, sources: CoreSources): ExportCheck {
  const core = new CoreMount(sources);
  const exports = new Map<string, ReadonlySet<string>>();
  return (module, name) => {
    const known = exports.get(module) ?? exportsOf(root, core, module);
    exports.set(module, known);
    return known.has(name);
  };
}

function exportsOf(root: string, core: CoreMount, module: string): ReadonlySet<string> {
  const path = core.resolve(module, posix.join(root, "package.json"));
  if (path === undefined) return new Set();
  const options = new OptionsFinder(root).optionsFor(posix.join(root, "package.json"));
  const program = createMountedProgram({
    root,
    options,
    rootFiles: [path],
    core,
    textOf: () => undefined,
    parsed: new Map(),
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  return new Set(symbol === undefined ? [] : checker.getExportsOfModule(symbol).map((each) => each.name));
}
