import { posix } from "node:path";
import type { CorePackage, CoreSources } from "../../../domain/core-sources.js";
import { namesBrowserType } from "./browser-names.js";

/** Where the core's files appear to the compiler. Not under `node_modules`, so that JavaScript there is inferred too. */
const MOUNT_ROOT = "/.onx-core/";

const ENDINGS = [
  "",
  ".ts",
  ".tsx",
  ".d.ts",
  ".mts",
  ".cts",
  ".d.mts",
  ".d.cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".json",
];

/** What an emitted extension may stand for in the sources, in order. */
const SOURCES_OF: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".d.ts", ".js", ".jsx"],
  ".jsx": [".tsx", ".d.ts", ".jsx"],
  ".mjs": [".mts", ".d.mts", ".mjs"],
  ".cjs": [".cts", ".d.cts", ".cjs"],
};

/** A core's sources laid out as files and module names. */
export class CoreMount {
  readonly #packages: readonly CorePackage[];
  #namesBrowserTypes: boolean | undefined;

  constructor(readonly sources: CoreSources) {
    this.#packages = [...sources.packages].sort((a, b) => b.name.length - a.name.length);
  }

  /** Whether the sources may speak of types that only browsers have. */
  get namesBrowserTypes(): boolean {
    return (this.#namesBrowserTypes ??= [...this.sources.files.values()].some(namesBrowserType));
  }

  /** The compiler's path of a source file. */
  pathOf(file: string): string {
    return MOUNT_ROOT + file;
  }

  /** Text of a mounted file, by the compiler's path. */
  read(path: string): string | undefined {
    return isMounted(path) ? this.sources.files.get(path.slice(MOUNT_ROOT.length)) : undefined;
  }

  /** The compiler's path of the file that a specifier stands for, or undefined where it is none of the core's. */
  resolve(specifier: string, containingFile: string): string | undefined {
    const file =
      isMounted(containingFile) && specifier.startsWith(".")
        ? this.#file(posix.join(posix.dirname(containingFile.slice(MOUNT_ROOT.length)), specifier))
        : this.#module(specifier);
    return file === undefined ? undefined : this.pathOf(file);
  }

  /** True where a specifier names a package of the core, whether or not a file is found behind it. */
  names(specifier: string): boolean {
    return this.#packageOf(specifier) !== undefined;
  }

  /** Every import specifier of the core, longest first. */
  specifiers(): string[] {
    return this.#packages.flatMap((each) => [...each.modules.keys()]).sort((a, b) => b.length - a.length);
  }

  #packageOf(specifier: string): CorePackage | undefined {
    return this.#packages.find((each) => specifier === each.name || specifier.startsWith(`${each.name}/`));
  }

  #module(specifier: string): string | undefined {
    const owner = this.#packageOf(specifier);
    if (owner === undefined) return undefined;
    const declared = owner.modules.get(specifier);
    if (declared !== undefined) return this.#file(declared);
    return this.#file(owner.root + specifier.slice(owner.name.length + 1));
  }

  #file(path: string): string | undefined {
    const { files } = this.sources;
    const extension = posix.extname(path);
    const stem = path.slice(0, path.length - extension.length);
    for (const ending of SOURCES_OF[extension] ?? []) {
      if (files.has(stem + ending)) return stem + ending;
    }
    const folder = path === "" || path === "." ? "" : `${path.replace(/\/$/, "")}`;
    for (const base of [folder, posix.join(folder, "index")]) {
      const ending = ENDINGS.find((each) => files.has(base + each));
      if (ending !== undefined) return base + ending;
    }
    return undefined;
  }
}

export function isMounted(path: string): boolean {
  return path.startsWith(MOUNT_ROOT);
}

/** A message of the compiler with the core's files as their tree names them. */
export function withoutMount(message: string): string {
  return message.replaceAll(MOUNT_ROOT, "");
}
