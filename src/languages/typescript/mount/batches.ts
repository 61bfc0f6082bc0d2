import { posix } from "node:path";
import { type CheckOptions, OptionsFinder } from "./options.js";
import { forgetFiles, type ParsedFiles } from "./parsed-files.js";
import { isOwn } from "./program.js";

/** Files of a dependent under the same options, for one program. Paths are absolute. */
export interface Batch {
  readonly options: CheckOptions;
  readonly files: readonly string[];
  /** The files, and others that say something to all. */
  readonly rootFiles: readonly string[];
  /** Of these, the ones that say something to all. */
  readonly forAll: ReadonlySet<string>;
}

export interface Batching {
  /** Absolute path of the dependent. */
  readonly root: string;
  /** Relative to the root. */
  readonly files: readonly string[];
  /** Text of a file by relative path, or undefined for one that is read from disk. */
  readonly textOf: (path: string) => string | undefined;
  readonly parsed: ParsedFiles;
  /** Files that say something to all others, as far as they were looked for; relative to the root. */
  readonly forAll?: readonly string[] | undefined;
}

/** Characters that are looked at together: parsed and bound, each takes about 50 bytes. */
const MOST = 600_000;

/** Takes files in parts that memory suffices for: of a part, the parsed files are forgotten when the next is asked for. */
export function* batchesOf(
  { root, files, textOf, parsed, forAll = [] }: Batching,
  adapt = (options: CheckOptions): CheckOptions => options,
): Generator<Batch> {
  const finder = new OptionsFinder(root);
  const absolute = (path: string): string => posix.join(root, path);
  const optionsOf = (path: string): CheckOptions => adapt(finder.optionsFor(absolute(path)));
  const groups = new Map<string, { options: CheckOptions; paths: string[] }>();
  for (const path of files) {
    const options = optionsOf(path);
    const group = groups.get(options.key);
    if (group === undefined) groups.set(options.key, { options, paths: [path] });
    else group.paths.push(path);
  }
  for (const { options, paths } of groups.values()) {
    const parts = inParts(paths, textOf);
    const found = parts.length === 1 ? [] : paths.filter((path) => isForAll(path, textOf(path) ?? ""));
    const shared = new Set([...found, ...forAll.filter((path) => optionsOf(path).key === options.key)]);
    const all = new Set([...paths, ...shared]);
    for (const part of parts) {
      const wanted = new Set([...part, ...shared]);
      const lookedAt = part.map(absolute);
      const rootFiles = [...all].filter((path) => wanted.has(path)).map(absolute);
      yield { options, files: lookedAt, rootFiles, forAll: new Set([...shared].map(absolute)) };
      if (parts.length > 1) forgetFiles(parsed, lookedAt, isOwn);
    }
  }
}

function inParts(paths: readonly string[], textOf: Batching["textOf"]): string[][] {
  const parts: string[][] = [];
  let left = 0;
  for (const path of paths) {
    const { length } = textOf(path) ?? "";
    if (parts.length === 0 || length > left) {
      parts.push([]);
      left = MOST;
    }
    parts.at(-1)?.push(path);
    left -= length;
  }
  return parts;
}

const AUGMENTS = /\bdeclare\s+(?:global|module)\b|^\/\/\/\s*<reference\b/m;
/** What is exported in one is no sign of a module. */
const NAMESPACE = /^[ \t]*(?:declare\s+)?(?:namespace|module)\s+[\w$]/m;
const IS_MODULE = /(?:^|[;}])\s*(?:import\b(?!\s*\()|export\b)/m;
const IS_COMMON_JS = /\brequire\s*\(|\bexports\b/;

/** Whether other files may see what one declares although they do not import it. True is right for any file, and costs memory. */
export function isForAll(path: string, text: string): boolean {
  if (AUGMENTS.test(text) || NAMESPACE.test(text)) return true;
  return !isModule(text) && !(/\.[cm]?jsx?$/.test(path) && IS_COMMON_JS.test(text));
}

/** Whether the statements of a file make a module of it. */
export function isModule(text: string): boolean {
  return IS_MODULE.test(text);
}
