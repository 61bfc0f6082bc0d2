import { posix } from "node:path";
import { ts } from "ts-morph";
import { type CoreMount, isMounted } from "../mount/core-mount.js";
import type { CheckOptions } from "../mount/options.js";
import type { ParsedFiles } from "../mount/parsed-files.js";
import { createMountedProgram, type OwnModules } from "../mount/program.js";
import { checkedBindings } from "./bindings.js";
import type { FinderContext } from "./found.js";
import { followed, modulesOf, resolveTargets } from "./resolve-targets.js";
import { TargetIndex } from "./target-index.js";
import type { Target } from "./use.js";
import type { TypePlace } from "./ways.js";

/** A program over some files of a dependent, and the targets as it sees them. */
export interface View {
  readonly program: ts.Program;
  readonly context: FinderContext;
}

export interface ViewInput {
  /** Absolute path of the dependent. */
  readonly root: string;
  readonly options: CheckOptions;
  readonly core: CoreMount | undefined;
  /** Names of the core's packages. */
  readonly packages: readonly string[];
  readonly targets: ReadonlyMap<string, readonly Target[]>;
  /** Text of a file of the dependent by relative path, or undefined for one that is read from disk. */
  readonly textOf: (path: string) => string | undefined;
  readonly parsed: ParsedFiles;
  readonly ownModules: OwnModules | undefined;
}

const TARGETS_FILE = "__onx_migrate_targets__.ts";

/** `isForNames` as in `MountedProgramInput`; `files` are absolute. */
export function openView(input: ViewInput, files: readonly string[], isForNames: boolean): View {
  const { root, options, core, packages, parsed, ownModules } = input;
  const targets = [...input.targets].flatMap(([id, each]) => each.map((target) => [id, target] as const));
  const known = core?.specifiers() ?? [];
  const modules = modulesOf(targets, known);
  const targetsFile = posix.join(root, TARGETS_FILE);
  const targetsText = modules.map((each, index) => `import * as m${index} from ${JSON.stringify(each)};`).join("\n");
  const textOf = (path: string): string | undefined =>
    path === targetsFile
      ? targetsText
      : path.startsWith(`${root}/`)
        ? input.textOf(path.slice(root.length + 1))
        : undefined;
  const rootFiles = [targetsFile, ...files];
  const program = createMountedProgram({ root, options, rootFiles, core, textOf, parsed, ownModules, isForNames });
  const checker = program.getTypeChecker();
  const symbols = moduleSymbols(program, checker, targetsFile);
  const resolved = resolveTargets(targets, { checker, known, moduleOf: (specifier) => symbols.get(specifier) });
  const isCoreFile = (file: ts.SourceFile): boolean =>
    isMounted(file.fileName) || packages.some((name) => file.fileName.includes(`/node_modules/${name}/`));
  const isCore = (specifier: string): boolean =>
    packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  let places: ReadonlyMap<ts.Symbol, TypePlace> | undefined;
  const exportedAs = (type: ts.Symbol): TypePlace | undefined => (places ??= exportPlaces(symbols, checker)).get(type);
  return {
    program,
    context: {
      index: new TargetIndex(resolved, checker, isCoreFile),
      bindingOf: checkedBindings(checker),
      isCoreFile,
      isCore,
      exportedAs,
    },
  };
}

function exportPlaces(modules: ReadonlyMap<string, ts.Symbol>, checker: ts.TypeChecker): Map<ts.Symbol, TypePlace> {
  const places = [...modules].flatMap(([module, symbol]) =>
    checker.getExportsOfModule(symbol).map((each) => [followed(checker, each), { module, name: each.name }] as const),
  );
  return new Map(places);
}

function moduleSymbols(program: ts.Program, checker: ts.TypeChecker, path: string): Map<string, ts.Symbol> {
  const found = new Map<string, ts.Symbol>();
  for (const statement of program.getSourceFile(path)?.statements ?? []) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const symbol = checker.getSymbolAtLocation(statement.moduleSpecifier);
    if (symbol !== undefined) found.set(statement.moduleSpecifier.text, symbol);
  }
  return found;
}
