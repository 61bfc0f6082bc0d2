import type { CoreSources } from "../domain/core-sources.js";
import type { FileChange, TypeErrorCounts } from "../domain/edit.js";
import type { ParsedFiles } from "../languages/typescript/mount/parsed-files.js";
import { type TypeError, typeErrors, typeErrorsInEach } from "../languages/typescript/mount/type-errors.js";
import { decodeText } from "../migration/edit/text.js";

export interface TypeErrorInput {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  /** Source files of the dependent, relative to the root. */
  readonly files: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
  /** Files that say something to all others, relative to the root. */
  readonly forAll?: readonly string[];
  readonly core: { readonly from: CoreSources; readonly to: CoreSources };
  readonly changes: readonly FileChange[];
  /** Kept between looks at the same dependent, so that each file is parsed once. */
  readonly parsed?: ParsedFiles | undefined;
}

export type ErrorsByFile = ReadonlyMap<string, readonly TypeError[]>;

export interface TypeErrorReport {
  readonly counts: TypeErrorCounts;
  /** Errors with the core at `from`, before anything was done. */
  readonly asIs: ErrorsByFile;
  /** Errors after an upgrade of the core alone. */
  readonly bare: ErrorsByFile;
  readonly migrated: ErrorsByFile;
}

const SOURCE = /\.[cm]?[jt]sx?$/;

/** Counts the type errors in a dependent's own files three times: as it is, after a bare upgrade, and migrated. */
export function countTypeErrors({ changes, ...input }: TypeErrorInput): TypeErrorReport {
  return new TypeErrorCounter(input).report(changes);
}

/** Checks a dependent's sources again and again, with other changes each time. */
export class TypeErrorCounter {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #parsed: ParsedFiles;
  #unchanged: Pick<TypeErrorReport, "asIs" | "bare"> | undefined;

  constructor(private readonly input: Omit<TypeErrorInput, "changes">) {
    this.#parsed = input.parsed ?? new Map();
    const sources = input.files.filter((path) => SOURCE.test(path));
    this.#texts = new Map(sources.map((path) => [path, decodeText(input.readFile(path))?.text ?? ""]));
  }

  /** What nobody changed is checked for the first report only. */
  report(changes: readonly FileChange[]): TypeErrorReport {
    const { from, to } = this.input.core;
    const textOf = this.#textsWith([]);
    const states = [
      { core: to, textOf: this.#textsWith(changes) },
      ...(this.#unchanged === undefined ? [from, to].map((core) => ({ core, textOf })) : []),
    ];
    const files = [...this.#texts.keys()];
    const [migrated = NONE, ...found] = typeErrorsInEach({ ...this.#place(files), textOf }, states);
    const [asIs = NONE, bare = NONE] = found;
    const unchanged = (this.#unchanged ??= { asIs, bare });
    const counts = { as_is: total(unchanged.asIs), bare: total(unchanged.bare), migrated: total(migrated) };
    return { counts, ...unchanged, migrated };
  }

  /** Errors of one changed file after an upgrade, without those that only a look at every file could tell. */
  errorsIn(path: string, changes: readonly FileChange[]): readonly TypeError[] {
    const textOf = this.#textsWith(changes);
    return typeErrors({ ...this.#place([path]), textOf, core: this.input.core.to }).get(path) ?? [];
  }

  #place(files: readonly string[]) {
    return { root: this.input.root, files, parsed: this.#parsed, forAll: this.input.forAll };
  }

  #textsWith(changes: readonly FileChange[]): (path: string) => string | undefined {
    const after = new Map(changes.map((change) => [change.path, change.after]));
    return (path) => {
      const [before, bytes] = [this.#texts.get(path), after.get(path)];
      return before === undefined || bytes === undefined ? before : (decodeText(bytes)?.text ?? "");
    };
  }
}

const NONE: ErrorsByFile = new Map();

/** Files in which the migration left more errors than the bare upgrade has: what was done there made it worse. */
export function worsenedFiles({ bare, migrated }: TypeErrorReport): string[] {
  return [...migrated]
    .filter(([path, errors]) => errors.length > (bare.get(path)?.length ?? 0))
    .map(([path]) => path)
    .sort();
}

function total(errors: ErrorsByFile): number {
  let count = 0;
  for (const each of errors.values()) count += each.length;
  return count;
}
