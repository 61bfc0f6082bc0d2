/** Kinds of declarations, shared by all languages. */
export const SYMBOL_KINDS = [
  "class",
  "interface",
  "type",
  "enum",
  "enum-member",
  "function",
  "method",
  "constructor",
  "property",
  "accessor",
  "constant",
  "namespace",
] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

export interface Parameter {
  readonly name: string;
  /** Normalised type text, or undefined where the source gives none. */
  readonly type?: string;
  readonly optional: boolean;
  readonly rest: boolean;
  /** Source text of the default value. */
  readonly default?: string;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly returns?: string;
  readonly typeParameters?: readonly string[];
}

/** A declaration as one file shows it. Members are declarations of their own that name their parent. */
export interface Declaration {
  /** Dotted path of names, `Container.name`, unique in its file; overloads and merged declarations share one. */
  readonly id: string;
  readonly name: string;
  readonly kind: SymbolKind;
  /** 1-based line of the name. */
  readonly line: number;
  /** Ids of the declarations inside this one, in source order. */
  readonly members: readonly string[];
  readonly signatures: readonly Signature[];
  /** Normalised text of a property's, constant's or alias's type. */
  readonly type?: string;
  /** The strings of a type that is a union of string literals, in source order. */
  readonly literals?: readonly string[];
  /** Names of the types extended and implemented, as written. */
  readonly heritage: readonly string[];
  /** Names of the types that it has its members from through a utility type: `A` of `Partial<A>` and `Omit<A, "key">`. */
  readonly derivedFrom?: readonly string[];
  /** The same through a generic type of the package's own, `W` of `W<A>`, which may or may not pass the members of `A` on. */
  readonly wrapped?: readonly { readonly wrapper: string; readonly subject: string }[];
  /** Keys that it leaves out of those. */
  readonly omits?: readonly string[];
  /** A constant's, property's or enum member's literal value, where it is one. */
  readonly value?: string;
  /** The name, dotted, that the initialiser or type merely refers to: `const a = b.c`, `type A = B`. */
  readonly aliasOf?: string;
  readonly static: boolean;
  readonly optional: boolean;
  readonly visibility: "public" | "protected" | "private";
  /** Prose of the doc comment, without tags. */
  readonly doc: string;
  /** false, or the note's text (may be empty). */
  readonly deprecated: false | string;
  /** A class that only its own package may construct: its constructor is private or protected, or it is abstract. */
  readonly unconstructible?: true;
  /** Release and stability tags: `public`, `internal`, `beta`, … */
  readonly tags: readonly string[];
  readonly since?: string;
  /** Hash of the signature with parameter names removed. */
  readonly sig: string;
  /** Hash of the body with local names normalised, or undefined where there is none. */
  readonly body?: string;
  /** Identifiers that the signature mentions, sorted. */
  readonly typeRefs: readonly string[];
  /** Names that the body calls or constructs, sorted. */
  readonly calls: readonly string[];
  /** What the body tells people at run time about an old name. */
  readonly warnings?: readonly string[];
  readonly shape: Shape;
  /** The same of the implementation, where that is a declaration of its own: the JavaScript beside a declaration file. */
  readonly bodyShape?: Shape;
}

/** What a syntax tree looks like, identifiers aside. */
export interface Shape {
  /** The smallest hashes of the tree's node-kind shingles, ascending. Few declarations are compared, so it is made when it is asked for. */
  readonly sketch: readonly number[];
}

export const NO_SHAPE: Shape = { sketch: [] };

/** What a public name is to a dependent: something imported, a part of such a thing, or a key of an options object. */
export type Role = "export" | "member" | "config-key";

/** One name that dependents can write: `module` + dotted `container` + `name`. */
export interface PublicSymbol {
  /** Import specifier. */
  readonly module: string;
  /** Dotted path of containers inside the module, or "" for an export. */
  readonly container: string;
  readonly name: string;
  readonly role: Role;
  readonly declaration: Declaration;
  /** File of the declaration, relative to the tree's root. */
  readonly path: string;
  /** Every other `module` + name under which the same declaration is exported, as `module:container.name`. */
  readonly alsoAs: readonly string[];
  readonly typeOnly: boolean;
}

/** `module.Container.name`, as the design documents write fully-qualified names. */
export function qualifiedName(symbol: Pick<PublicSymbol, "module" | "container" | "name">): string {
  return [symbol.module, symbol.container, symbol.name].filter((part) => part !== "").join(".");
}

export function isCallable(kind: SymbolKind): boolean {
  return kind === "function" || kind === "method";
}

/** Things that contain members which dependents name. */
export function isContainer(kind: SymbolKind): boolean {
  return kind === "class" || kind === "interface" || kind === "enum" || kind === "namespace" || kind === "type";
}
