import type { Parameter, Signature } from "../domain/symbol.js";
import { isPattern } from "../languages/typescript/option-keys.js";
import type { Fit } from "../languages/typescript/type-fit.js";

/** One thing that a caller must heed, as an operation without its callable. */
export interface CallChange {
  readonly kind: "arg.rename" | "arg.add_default" | "arg.add" | "arg.remove" | "arg.reorder" | "change.signature";
  readonly match: Readonly<Record<string, unknown>>;
  readonly confidence: number;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Compares what the old version calls a type with what the new one does. */
export interface TypeComparison {
  /** Whether what was passed before can be passed now. */
  accepts(before: string | undefined, after: string | undefined): Fit;
  /** Whether what is returned now can be used as what was returned before. */
  returns(before: string | undefined, after: string | undefined): Fit;
  /** Keys of the object that a parameter of the old or the new version takes, also by a named type. */
  keysOf(parameter: Parameter, side: "from" | "to"): ReadonlySet<string>;
}

/** A call is written differently throughout: every use is shown both signatures. */
export function signatureChange(
  before: readonly Signature[],
  after: readonly Signature[],
  confidence: number,
  evidence: CallChange["evidence"],
): CallChange {
  const match = { from: before.map(showSignature).join("; "), to: after.map(showSignature).join("; ") };
  return { kind: "change.signature", match, confidence, evidence };
}

/** `(a: string, b?: number): Promise<X>`. */
export function showSignature({ parameters, returns }: Signature): string {
  return `(${parameters.map(showParameter).join(", ")})${returns === undefined ? "" : `: ${returns}`}`;
}

function showParameter(parameter: Parameter): string {
  const { type, optional, rest } = parameter;
  const name = isPattern(parameter) && type !== undefined ? "options" : parameter.name;
  return `${rest ? "..." : ""}${name}${optional ? "?" : ""}${type === undefined ? "" : `: ${type}`}`;
}

/** Whether the parameter takes what it took; one that may be left out takes undefined too. */
export function accepts(from: Parameter, to: Parameter, types: TypeComparison): Fit {
  const omits = to.optional && to.type !== undefined && from.type?.includes("undefined") === true;
  return types.accepts(from.type, omits ? `${to.type} | undefined` : to.type);
}

/** What a parameter, or a key of what it takes, is called in an operation. */
export function nameOf(parameter: Parameter | undefined, key?: string): string {
  const name = parameter === undefined || isPattern(parameter) ? "options" : parameter.name;
  return key === undefined ? name : `${name}.${key}`;
}
