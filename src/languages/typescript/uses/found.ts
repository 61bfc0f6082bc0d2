import { ts } from "ts-morph";
import type { BindingOf } from "./bindings.js";
import type { Clause, ClauseElement } from "./clauses.js";
import type { ResolvedTarget } from "./resolve-targets.js";
import type { TargetIndex } from "./target-index.js";
import type { NameForm, NameUse, Span, Use } from "./use.js";
import type { TypePlace } from "./ways.js";

/** A use with the syntax that it stands in, for those who rewrite it. */
export interface Found {
  readonly use: Use;
  readonly target: ResolvedTarget;
  readonly node: ts.Node;
  readonly clause?: Clause;
  readonly element?: ClauseElement;
  /**
   * Set where the name does not come by the module that the operation speaks of: by another module of the core, or
   * by a module of the dependent that re-exports everything of the right one.
   */
  readonly elsewhere?: "core" | "re-exported";
  /** How a path gets to a name that does not come by its own module: `utils.old` of `core`. */
  readonly way?: { readonly module: string; readonly container: readonly string[] };
}

export interface FileUses {
  readonly file: ts.SourceFile;
  readonly clauses: readonly Clause[];
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  readonly found: readonly Found[];
  readonly bindingOf: BindingOf;
}

export interface FinderContext {
  readonly index: TargetIndex;
  readonly bindingOf: BindingOf;
  /** True where a specifier is one of the core's. */
  readonly isCore: (specifier: string) => boolean;
  /** True for files that belong to the core, not to the dependent. */
  readonly isCoreFile: (file: ts.SourceFile) => boolean;
  /** Where a module that operations speak of has a type of the core's. */
  readonly exportedAs: (type: ts.Symbol) => TypePlace | undefined;
}

/** Where a name is written, without its quotes. */
export function spanOf(node: ts.Node): Span {
  const quote = ts.isStringLiteralLike(node) ? 1 : 0;
  return { start: node.getStart() + quote, end: node.end - quote };
}

export function nameUse(form: NameForm, node: ts.Node, name: string, reason: string): NameUse {
  return { kind: "name", form, name, span: spanOf(node), certainty: "certain", reason };
}
