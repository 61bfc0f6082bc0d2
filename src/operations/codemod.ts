import type { TextEdit } from "../domain/edit.js";
import type { ArgumentChange, Relocation, Target, Use } from "../languages/typescript/uses/use.js";

/** What is to be done at one use. */
export type Outcome =
  | { readonly do: "edit"; readonly edits: readonly TextEdit[] }
  /** The name, or the module, is now found elsewhere: imports and references follow. */
  | { readonly do: "relocate"; readonly to: Relocation }
  /** The call passes something else. */
  | { readonly do: "pass"; readonly change: ArgumentChange }
  /** A person decides. With `comment`, the place is marked in the file. */
  | { readonly do: "flag"; readonly reason: string; readonly comment: boolean }
  | { readonly do: "nothing" };

/** How one kind of operation is carried out in TypeScript and JavaScript. Pure: it sees uses, never files. */
export interface Codemod<Match> {
  readonly kind: string;
  readonly parse: (match: unknown) => Match;
  /** What to look for. */
  targets(match: Match): readonly Target[];
  rewrite(match: Match, use: Use): Outcome;
  /** What a person should do at a use, as an imperative clause. */
  advise(match: Match): string;
  /** Edits of a data file (YAML, JSON, TOML), for kinds that reach into them. */
  readonly data?: DataCodemod<Match>;
}

export interface DataCodemod<Match> {
  globs(match: Match): readonly string[];
  rewrite(match: Match, path: string, text: string): Outcome;
}
