import type { Declaration } from "../domain/symbol.js";

/** What one file says by itself, before any other file is looked at. */
export interface FileFacts {
  /** In source order; members follow their container. */
  readonly declarations: readonly Declaration[];
  readonly exports: readonly ExportFact[];
  readonly imports: readonly ImportFact[];
  /** Modules declared by name inside the file: `declare module "x" { … }`. Their declarations have ids that begin with `x:`. */
  readonly ambientModules: readonly AmbientModule[];
  /** Export lists inside namespaces: `namespace ns { export { a as b } }`, by the namespace's id. */
  readonly namespaceExports: ReadonlyMap<string, readonly ExportFact[]>;
  /** What the file tells people at run time about old names, outside of declarations. */
  readonly warnings?: readonly string[];
  /** Bodies that say nothing to other modules, in source order. */
  readonly hiddenBodies?: readonly BodySpan[];
  readonly errors: readonly ParseError[];
}

/** Where a body begins and ends in its file's text. */
export type BodySpan = readonly [start: number, end: number];

export interface AmbientModule {
  readonly name: string;
  readonly exports: readonly ExportFact[];
  readonly imports: readonly ImportFact[];
}

export type ExportFact =
  /** `local` is the id of a declaration of this file, or the local name of an import. */
  | { readonly kind: "local"; readonly name: string; readonly local: string; readonly typeOnly: boolean }
  | {
      readonly kind: "from";
      readonly name: string;
      readonly imported: string;
      readonly specifier: string;
      readonly typeOnly: boolean;
    }
  | { readonly kind: "star"; readonly specifier: string; readonly typeOnly: boolean }
  | { readonly kind: "namespace"; readonly name: string; readonly specifier: string; readonly typeOnly: boolean }
  /** `export = x`, `module.exports = x`: the whole module is `local`. */
  | { readonly kind: "equals"; readonly local: string };

export interface ImportFact {
  readonly local: string;
  readonly specifier: string;
  /** An exported name, `default`, or `*` for the whole module. */
  readonly imported: string;
}

export interface ParseError {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}
