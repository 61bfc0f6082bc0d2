/** UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What an operation speaks of, in terms of the `from` API. */
export type Target =
  /** An import specifier. */
  | { readonly kind: "module"; readonly specifier: string }
  /** An export, or a member of a namespace, class, interface, enum or type. */
  | { readonly kind: "name"; readonly module: string; readonly container?: string; readonly name: string }
  /** A dotted key of the options type, or of an options parameter, with the given fully-qualified name. */
  | { readonly kind: "option"; readonly config: string; readonly key: string; readonly of?: "parameters" }
  /** A function, method or class with the given fully-qualified name, where it is called. */
  | { readonly kind: "call"; readonly callable: string }
  /** A string of the type, property or callable `container` of a module. */
  | { readonly kind: "value"; readonly module: string; readonly container?: string; readonly value: string }
  /** A file of the core, written `PACKAGE/path`. */
  | { readonly kind: "file"; readonly path: string };

/** Kinds of places at which a module is named by a string. */
export type ModuleForm =
  | "import"
  | "export"
  | "dynamic-import"
  | "require"
  | "import-type"
  | "mock"
  | "declare-module"
  /** `/// <reference types="core" />` */
  | "reference"
  | "url"
  | "string";

/** Kinds of places at which an export of the core, or what a namespace of it holds, is named. */
export type NameForm = "import" | "re-export" | "require" | "access" | "pattern" | "augmentation" | "mock";

/** Kinds of places at which a member is named. */
export type MemberForm =
  "access" | "element-access" | "destructuring" | "object-key" | "jsx-attribute" | "declaration" | "indexed-type";

interface UseBase {
  /** Position of the name itself, without quotes. */
  readonly span: Span;
  /** `certain` where the checker, or an import, says that this is the core's; else it only matches by name. */
  readonly certainty: "certain" | "possible";
  readonly reason: string;
}

export interface ModuleUse extends UseBase {
  readonly kind: "module";
  readonly form: ModuleForm;
  readonly specifier: string;
}

export interface NameUse extends UseBase {
  readonly kind: "name";
  readonly form: NameForm;
  readonly name: string;
}

export interface MemberUse extends UseBase {
  readonly kind: "member";
  readonly form: MemberForm;
  readonly name: string;
  /** How the name is written: alone, in quotes, or standing for key and value at once. */
  readonly notation: "identifier" | "quoted" | "shorthand";
}

/**
 * Kinds of places at which a callable matters: where it is called, handed on for others to call, overridden or
 * implemented, where it is a type, named as one, and where it is a property still, read.
 */
export type CallForm = "call" | "new" | "super" | "jsx" | "passed" | "declaration" | "type" | "read";

export interface CallUse extends UseBase {
  readonly kind: "call";
  readonly form: CallForm;
  readonly name: string;
  /** What is passed, for a `call`, `new` and `super`; undefined for other places. */
  readonly arguments?: readonly Argument[];
  /** False where the `from` API does not take what is passed. */
  readonly fits?: boolean;
  /** Names of the parameters of the overload that is called, where there are several and it is certain which. */
  readonly overload?: readonly string[] | undefined;
}

export interface Argument {
  readonly isSpread: boolean;
  /** True where leaving it away has no other effect. */
  readonly isPure: boolean;
  /** Keys of an argument that is an object. */
  readonly keys: readonly ArgumentKey[];
  /** False where it may have other keys too: it is no object literal, or spreads something. */
  readonly isWhole: boolean;
}

export interface ArgumentKey {
  readonly name: string;
  readonly isPure: boolean;
}

/** What becomes of what a call passes. Places are those of the `from` signature, but for `add`'s. */
export type ArgumentChange =
  | { readonly do: "drop"; readonly position: number; readonly key?: string | undefined }
  /** Passes what was assumed where nothing was passed. */
  | { readonly do: "fill"; readonly position: number; readonly key?: string | undefined; readonly text: string }
  | { readonly do: "order"; readonly order: readonly number[] }
  | { readonly do: "add"; readonly position: number; readonly text: string };

/** A string literal that is a value of the core's. */
export interface ValueUse extends UseBase {
  readonly kind: "value";
  readonly form: "literal";
  readonly value: string;
}

export type Use = ModuleUse | NameUse | MemberUse | CallUse | ValueUse;

/** Where a name is found after the migration; what is absent stays. */
export interface Relocation {
  readonly module?: string;
  /** Dotted; "" where the name leaves its namespace. */
  readonly container?: string;
  readonly name?: string;
}
