import type { Declaration, Parameter, Signature } from "../../domain/symbol.js";
import type { ApiNames } from "./api-names.js";
import { lines, reach, type Reach } from "./reach.js";
import { NO_SUCH_NAME, none, type NoSnippet, type Snippet } from "./snippet.js";

/** Something that can be called, with the signatures that it had. */
export interface Callee {
  readonly reached: Reach;
  readonly isClass: boolean;
  readonly declaration: Declaration;
  /** One of no parameters where nothing is known: a class without a constructor of its own. */
  readonly signatures: readonly [Signature, ...Signature[]];
}

/** A fully-qualified name of a function, method or class. */
export function findCallee(api: ApiNames, callable: string): Callee | undefined {
  const split = api.split(callable);
  if (split === undefined) return undefined;
  const names = split.names.at(-1) === "constructor" ? split.names.slice(0, -1) : split.names;
  const reached = reach(api, split.module, names);
  if (reached === undefined) return undefined;
  const isClass = reached.symbol.declaration.kind === "class";
  const { declaration } =
    (isClass ? api.find(split.module, names.join("."), "constructor") : undefined) ?? reached.symbol;
  const [first, ...others] = declaration.signatures;
  if (first === undefined && !isClass) return undefined;
  return { reached, isClass, declaration, signatures: [first ?? { parameters: [] }, ...others] };
}

/** Text of the type of one parameter, whichever version it is checked against. */
export function parameterType({ reached, isClass }: Callee, position: number): string {
  const callable = reached.it === undefined || reached.type === undefined ? `typeof ${reached.value}` : reached.type;
  return `NonNullable<${isClass ? "ConstructorParameters" : "Parameters"}<${callable}>[${position}]>`;
}

export interface Call {
  readonly parameters: readonly Parameter[];
  /** Type that the result is used as. */
  readonly returns?: string;
  /** Expressions that are passed instead of a value of the parameter's type, by position. */
  readonly literals?: ReadonlyMap<number, string>;
  readonly isSilent?: true;
}

/** A call with values of the types that the parameters had. */
export function callSnippet(api: ApiNames, callee: Callee, call: Call): Snippet {
  const { reached, isClass } = callee;
  const types = new KnownTypes(api, callee);
  const returns = call.returns === undefined ? "any" : types.textOf(call.returns);
  const declared: string[] = reached.it === undefined ? [] : [`it: ${reached.it}`];
  const passed = call.parameters.map(({ type }, i) => {
    const literal = call.literals?.get(i);
    if (literal === undefined) declared.push(`a${i}: ${types.textOf(type)}`);
    return literal ?? `a${i}`;
  });
  const text = (expression: string): string =>
    lines(
      reached.imported,
      ...types.imports,
      `export function witness(${declared.join(", ")})${returns === "any" ? "" : `: ${returns}`} {`,
      `  return ${expression};`,
      "}",
    );
  const called = `${isClass ? "new " : ""}${reached.value}(${passed.join(", ")})`;
  const silent = call.isSilent === true || (call.returns !== undefined && types.areHidden);
  return { text: text(called), control: text(`${reached.value}.${NO_SUCH_NAME}`), ...(silent && { silent }) };
}

/** A value of a union, passed where the callable asks for it. */
export function valueCall(api: ApiNames, callee: Callee, value: string): Snippet | NoSnippet {
  const literal = JSON.stringify(value);
  const positions = callee.signatures.flatMap((signature) =>
    signature.parameters.flatMap(({ type }, position) => (type?.includes(literal) ? [{ signature, position }] : [])),
  );
  const [found] = positions;
  if (found === undefined) return none(`no parameter is seen to take ${literal}`);
  const parameters = found.signature.parameters
    .filter((each, i) => i <= found.position || (!each.optional && !each.rest))
    .map((each) => ({ ...each, type: "any" }));
  const withValue = (passed: string) =>
    callSnippet(api, callee, { parameters, literals: new Map([[found.position, passed]]) }).text;
  return { text: withValue(literal), control: withValue(JSON.stringify(NO_SUCH_NAME)) };
}

/** Types of the language itself, which a snippet need not import. */
const STANDARD = new Set(
  (
    "Array ArrayBuffer AsyncIterable Date Error Function Iterable Iterator Map Object Omit Partial Pick Promise " +
    "PromiseLike Readonly ReadonlyArray ReadonlyMap ReadonlySet Record RegExp Required Set Uint8Array WeakMap WeakSet"
  ).split(" "),
);

/** Type texts of a signature as they can be written outside of the core. */
class KnownTypes {
  readonly #imported = new Set<string>();
  /** True once a type was asked for that cannot be written. */
  areHidden = false;

  constructor(
    private readonly api: ApiNames,
    private readonly callee: Callee,
  ) {}

  get imports(): string[] {
    const { module } = this.callee.reached.symbol;
    if (this.#imported.size === 0) return [];
    return [`import type { ${[...this.#imported].sort().join(", ")} } from ${JSON.stringify(module)};`];
  }

  /** `any` for what names something that cannot be imported, and for what says nothing outside of its place. */
  textOf(type: string | undefined): string {
    const text = this.#written(type);
    if (text === "any" && type !== "any") this.areHidden = true;
    return text;
  }

  #written(type: string | undefined): string {
    if (type === undefined || type.endsWith("…") || /\b(?:this|is|asserts|typeof|infer|import)\b/.test(type))
      return "any";
    const { reached, declaration } = this.callee;
    const words = new Set(type.match(/[\w$]+/g));
    const names = declaration.typeRefs.filter((name) => words.has(name) && !STANDARD.has(name));
    const { module } = reached.symbol;
    if (/[\w$]\.[\w$]/.test(type) || names.some((name) => !this.#isImportable(module, name))) return "any";
    for (const name of names) if (!reached.imported.includes(`{ ${name} }`)) this.#imported.add(name);
    return type;
  }

  #isImportable(module: string, name: string): boolean {
    const isParameter = this.callee.signatures.some(({ typeParameters = [] }) =>
      typeParameters.some((each) => each.split(/\W/, 1)[0] === name),
    );
    return !isParameter && this.api.find(module, "", name) !== undefined;
  }
}
