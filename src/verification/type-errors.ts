import type { CoreSources } from "../domain/core-sources.js";
import type { FileChange, TypeErrorCounts } from "../domain/edit.js";
import type { ParsedFiles } from "../languages/typescript/mount/program.js";
import { type TypeError, typeErrors } from "../languages/typescript/mount/type-errors.js";
import { decodeText } from "../migration/edit/text.js";

export interface TypeErrorInput {
  /** Absolute path of the dependent's folder, with `/` between its parts. */
  readonly root: string;
  /** Source files of the dependent, relative to the root. */
  readonly files: readonly string[];
  readonly readFile: (path: string) => Uint8Array;
  readonly core: { readonly from: CoreSources; readonly to: CoreSources };
  readonly changes: readonly FileChange[];
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
  readonly #parsed: ParsedFiles = new Map();
  readonly #asIs: ErrorsByFile;
  readonly #bare: ErrorsByFile;

  constructor(private readonly input: Omit<TypeErrorInput, "changes">) {
    const { files, readFile, core } = input;
    const sources = files.filter((path) => SOURCE.test(path));
    this.#texts = new Map(sources.map((path) => [path, decodeText(readFile(path))?.text ?? ""]));
    this.#asIs = this.#check(core.from, this.#texts, sources);
    this.#bare = this.#check(core.to, this.#texts, sources);
  }

  report(changes: readonly FileChange[]): TypeErrorReport {
    const [asIs, bare] = [this.#asIs, this.#bare];
    const migrated = this.#check(this.input.core.to, this.#changed(changes), [...this.#texts.keys()]);
    return { counts: { as_is: total(asIs), bare: total(bare), migrated: total(migrated) }, asIs, bare, migrated };
  }

  /** Errors of one changed file after an upgrade, without those that only a look at every file could tell. */
  errorsIn(path: string, changes: readonly FileChange[]): readonly TypeError[] {
    return this.#check(this.input.core.to, this.#changed(changes), [path]).get(path) ?? [];
  }

  #changed(changes: readonly FileChange[]): ReadonlyMap<string, string> {
    const after = new Map(this.#texts);
    for (const change of changes) {
      if (after.has(change.path)) after.set(change.path, decodeText(change.after)?.text ?? "");
    }
    return after;
  }

  #check(core: CoreSources, texts: ReadonlyMap<string, string>, files: readonly string[]): Map<string, TypeError[]> {
    return typeErrors({
      root: this.input.root,
      files,
      textOf: (path) => texts.get(path),
      core,
      parsed: this.#parsed,
    });
  }
}

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
