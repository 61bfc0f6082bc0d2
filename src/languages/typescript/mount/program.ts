import { posix } from "node:path";
import { ts } from "ts-morph";
import { withoutBrowser } from "./browser-names.js";
import { LIB_FOLDER, readLibFile } from "./lib-files.js";
import { isNestedDeeply, parsedFile, withinStack } from "./nesting.js";
import type { CheckOptions } from "./options.js";
import { keptFile, type ParsedFiles } from "./parsed-files.js";
import { signaturesOf } from "./signatures.js";
import { type CoreMount, isMounted } from "./core-mount.js";

/** Root of a dependent that has no folder: all of its files are given as text, and nothing is read from disk. */
export const NO_FOLDER = "/.onx-dependent";

export interface MountedProgramInput {
  /** Absolute path of the dependent, or `NO_FOLDER`. */
  readonly root: string;
  readonly options: CheckOptions;
  /** Absolute paths of the files to look at; what they import is found. */
  readonly rootFiles: readonly string[];
  /** Absent where the core's sources could not be had: its names are then of type `any`. */
  readonly core: CoreMount | undefined;
  /** Text that stands for a file of the dependent, by absolute path; others are read from disk. */
  readonly textOf: (path: string) => string | undefined;
  readonly parsed: ParsedFiles;
  /** Sources of the dependent's own packages by specifier, for those that nothing is linked for in `node_modules`. */
  readonly ownModules?: OwnModules | undefined;
  /** Leaves out the language's types, global ones, and what files import beside the core: enough to tell what names stand for. */
  readonly isForNames?: boolean;
}

/** Absolute paths by specifier. */
export type OwnModules = ReadonlyMap<string, string>;

const parsedLibraries: ParsedFiles = new Map();

const registry = ts.createDocumentRegistry();

/**
 * A program over a dependent's files in which imports of the core lead to its mounted sources. Files that are nested too deeply for
 * the compiler are empty in it.
 */
export function createMountedProgram(input: MountedProgramInput): ts.Program {
  return withinStack(
    () => boundProgram(input),
    () => {
      const files = [...input.parsed.values()].flat();
      const deep = new Set(files.flatMap(({ path, file }) => (file && isNestedDeeply(file) ? [path] : [])));
      return boundProgram({ ...input, textOf: (path) => (deep.has(path) ? "" : input.textOf(path)) });
    },
  );
}

function boundProgram(input: MountedProgramInput): ts.Program {
  const { options } = input.options;
  const wanted = input.isForNames === true ? { ...options, noLib: true, types: [] } : options;
  const program = ts.createProgram([...input.rootFiles], wanted, mountedHost(input));
  // The first thing that a checker does is to bind all files, which tells nodes their parents, too.
  program.getTypeChecker();
  return program;
}

const resolutions = new WeakMap<ParsedFiles, Map<string, ts.ModuleResolutionCache>>();

/** Where specifiers lead in the dependent: programs that share parsed files share that, too. */
function resolutionsOf({ root, options, parsed }: MountedProgramInput, bucket: string): ts.ModuleResolutionCache {
  const caches = resolutions.get(parsed) ?? new Map<string, ts.ModuleResolutionCache>();
  resolutions.set(parsed, caches);
  const key = `${bucket} ${root}`;
  const cache = caches.get(key) ?? ts.createModuleResolutionCache(root, (name) => name, options.options);
  caches.set(key, cache);
  return cache;
}

const EMPTY_DISK: Pick<ts.System, "readFile" | "fileExists" | "directoryExists" | "getDirectories" | "realpath"> = {
  readFile: () => undefined,
  fileExists: () => false,
  directoryExists: () => false,
  getDirectories: () => [],
};

function mountedHost(input: MountedProgramInput): ts.CompilerHost {
  const { core, root, textOf } = input;
  const { options } = input.options;
  const sys = root === NO_FOLDER ? EMPTY_DISK : ts.sys;
  const readFile = (path: string): string | undefined =>
    isLibrary(path) ? readLibFile(path) : isMounted(path) ? core?.read(path) : (textOf(path) ?? sys.readFile(path));
  const fileExists = (path: string): boolean =>
    isMounted(path) ? core?.read(path) !== undefined : textOf(path) !== undefined || sys.fileExists(path);
  const bucket = registry.getKeyForCompilationSettings(options);
  const cache = resolutionsOf(input, bucket);
  const lookedAt = new Set(input.rootFiles);
  const isImported = (path: string): boolean => isDependents(path) && !lookedAt.has(path) && TYPESCRIPT.test(path);

  const host: ts.CompilerHost = {
    fileExists,
    readFile,
    directoryExists: (path) => !isMounted(path) && sys.directoryExists(path),
    getDirectories: (path) => (isMounted(path) ? [] : sys.getDirectories(path)),
    realpath: (path) => (isMounted(path) ? path : (sys.realpath?.(path) ?? path)),
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    getDefaultLibLocation: () => LIB_FOLDER,
    getDefaultLibFileName: (given) => {
      const library = ts.getDefaultLibFileName(given);
      const isBare = root === NO_FOLDER && core?.namesBrowserTypes === false;
      return `${LIB_FOLDER}/${isBare ? withoutBrowser(library) : library}`;
    },
    writeFile: () => undefined,
    getSourceFile: (path, languageVersion) => {
      const text = readFile(path);
      if (text === undefined) return undefined;
      const parsed = isLibrary(path) ? parsedLibraries : input.parsed;
      const isLookedAt = lookedAt.has(path);
      const [kind, seenOf] = isImported(path)
        ? ["signatures", signaturesOf]
        : [isLookedAt ? "documented" : "whole", () => text];
      const given = creation(path, languageVersion, isLookedAt);
      return keptFile(
        parsed,
        `${bucket}:${kind}:${path}`,
        { path, text },
        () => seenOf(path, text),
        (seen) => parsedFile(path, seen, given),
      );
    },
    resolveModuleNameLiterals: (literals, containingFile, redirected, given, containingSource) =>
      literals.map((literal) => {
        const mounted = core?.resolve(literal.text, containingFile);
        if (mounted !== undefined) return { resolvedModule: resolved(mounted) };
        if (core?.names(literal.text) === true || (isMounted(containingFile) && literal.text.startsWith("."))) {
          return { resolvedModule: undefined };
        }
        if (input.isForNames === true && !isMounted(containingFile)) return { resolvedModule: undefined };
        const from = isMounted(containingFile) ? posix.join(root, "package.json") : containingFile;
        const mode = ts.getModeForUsageLocation(containingSource, literal, given);
        const found = ts.resolveModuleName(literal.text, from, given, host, cache, redirected, mode);
        const own = found.resolvedModule === undefined ? input.ownModules?.get(literal.text) : undefined;
        return own === undefined ? found : { resolvedModule: resolved(own) };
      }),
  };
  return host;
}

/**
 * Mounted files take part in no CommonJS and ES module interplay: how the core was built is not in its sources. Their doc comments are
 * read where types are in them.
 */
function creation(
  path: string,
  given: ts.ScriptTarget | ts.CreateSourceFileOptions,
  isLookedAt: boolean,
): ts.ScriptTarget | ts.CreateSourceFileOptions {
  if (typeof given !== "object" || isLookedAt) return given;
  const { impliedNodeFormat, ...rest } = given;
  const format = isMounted(path) || impliedNodeFormat === undefined ? {} : { impliedNodeFormat };
  return { ...rest, ...format, jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeErrors };
}

/** Sources of which nothing but the types matters where others import them. */
const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/** Files of which some are edited, with doc comments in them. */
function isDependents(path: string): boolean {
  return !isMounted(path) && !isLibrary(path);
}

function resolved(path: string): ts.ResolvedModuleFull {
  const extension = [".d.ts", ".d.mts", ".d.cts"].find((ending) => path.endsWith(ending)) ?? posix.extname(path);
  return { resolvedFileName: path, extension, isExternalLibraryImport: false };
}

/** Neither the core's nor another package's. */
export function isOwn(path: string): boolean {
  return isDependents(path) && !path.includes("/node_modules/");
}

function isLibrary(path: string): boolean {
  return path.startsWith(`${LIB_FOLDER}/`);
}
