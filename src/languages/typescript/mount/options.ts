import { posix } from "node:path";
import { ts } from "ts-morph";

/** Options under which a group of files is checked, and a key that is equal for equal options. */
export interface CheckOptions {
  readonly key: string;
  readonly options: ts.CompilerOptions;
  readonly configFile: string | undefined;
}

const CONFIG_NAMES = ["tsconfig.json", "jsconfig.json"];

/** Options that decide about output or builds only. */
const OUTPUT_OPTIONS = ["outDir", "outFile", "rootDir", "declarationDir", "tsBuildInfoFile", "sourceRoot", "mapRoot"];

const WITHOUT_CONFIG: ts.CompilerOptions = {
  strict: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};

/** Finds the compiler options of files of one dependent. Nothing outside of its root is read. */
export class OptionsFinder {
  readonly #byFolder = new Map<string, CheckOptions>();

  constructor(readonly root: string) {}

  /** Options of the nearest tsconfig.json at or above a file, or the defaults. */
  optionsFor(path: string): CheckOptions {
    return this.#inFolder(posix.dirname(path));
  }

  #inFolder(folder: string): CheckOptions {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const found = this.#look(folder);
    this.#byFolder.set(folder, found);
    return found;
  }

  #look(folder: string): CheckOptions {
    const configFile = CONFIG_NAMES.map((name) => posix.join(folder, name)).find((path) => ts.sys.fileExists(path));
    if (configFile !== undefined) return checkOptions(this.#read(configFile), configFile);
    if (folder === this.root || !folder.startsWith(this.root)) return checkOptions(WITHOUT_CONFIG, undefined);
    return this.#inFolder(posix.dirname(folder));
  }

  #read(configFile: string, seen: readonly string[] = []): ts.CompilerOptions {
    const host: ts.ParseConfigHost = {
      useCaseSensitiveFileNames: true,
      readDirectory: () => [],
      fileExists: (path) => this.#isInside(path) && ts.sys.fileExists(path),
      readFile: (path) => (this.#isInside(path) ? ts.sys.readFile(path) : undefined),
    };
    const { config } = ts.readConfigFile(configFile, host.readFile) as { config?: unknown };
    const parsed = ts.parseJsonConfigFileContent(config ?? {}, host, posix.dirname(configFile), undefined, configFile);
    const reference = parsed.projectReferences?.[0]?.path;
    if (reference === undefined || !isSolution(config) || seen.includes(configFile)) return parsed.options;
    const referenced = reference.endsWith(".json") ? reference : posix.join(reference, "tsconfig.json");
    return host.fileExists(referenced) ? this.#read(referenced, [...seen, configFile]) : parsed.options;
  }

  #isInside(path: string): boolean {
    return posix.normalize(path).startsWith(`${this.root}/`);
  }
}

/** A configuration that lists no files of its own and only refers to others. */
function isSolution(config: unknown): boolean {
  return (
    typeof config === "object" &&
    config !== null &&
    "files" in config &&
    Array.isArray(config.files) &&
    config.files.length === 0
  );
}

function checkOptions(found: ts.CompilerOptions, configFile: string | undefined): CheckOptions {
  const options: ts.CompilerOptions = {
    // Defaults of the compilers that dependents were written for; newer ones assume more.
    strict: false,
    types: ["*"],
    ...(found.moduleResolution === undefined && found.module === undefined ? WITHOUT_RESOLUTION : {}),
    ...found,
    ignoreDeprecations: "6.0",
    allowJs: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    noEmit: true,
    incremental: false,
    composite: false,
    noErrorTruncation: false,
  };
  for (const name of [...OUTPUT_OPTIONS, "configFilePath"]) delete options[name];
  options.jsx ??= ts.JsxEmit.Preserve;
  return { key: JSON.stringify(options), options, configFile };
}

const WITHOUT_RESOLUTION: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
};
