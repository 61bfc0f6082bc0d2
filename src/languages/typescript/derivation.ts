import { ts } from "ts-morph";
import { entityText } from "./type-text.js";

/** The types whose members another one takes over through utility types, and the keys that it leaves out. */
export interface Derivation {
  readonly from: readonly string[];
  readonly wrapped: readonly { readonly wrapper: string; readonly subject: string }[];
  readonly omits: readonly string[];
}

const NONE: Derivation = { from: [], wrapped: [], omits: [] };
/** Utility types that keep the names of members. */
const KEEPS_NAMES = new Set(["Partial", "Required", "Readonly", "NonNullable", "Omit"]);

/** What a type, or an `extends` clause, takes over through `Partial`, `Required`, `Readonly`, `Omit` and generic types of its own. */
export function derivation(type: ts.TypeNode): Derivation {
  if (ts.isParenthesizedTypeNode(type)) return derivation(type.type);
  if (ts.isIntersectionTypeNode(type)) return merged(type.types.map(derivation));
  const name = referenceName(type);
  const [subject, keys] = typeArguments(type) ?? [];
  if (name === undefined || subject === undefined) return NONE;
  const inner = plainNames(subject);
  if (!KEEPS_NAMES.has(name)) return { ...NONE, wrapped: inner.map((part) => ({ wrapper: name, subject: part })) };
  const omits = name === "Omit" && keys !== undefined ? literals(keys) : [];
  return merged([{ ...NONE, from: inner, omits }, derivation(subject)]);
}

/** Names of a type, or of the parts of an intersection, that are no utility types. */
function plainNames(type: ts.TypeNode): string[] {
  const parts = ts.isIntersectionTypeNode(type) ? type.types : [type];
  return parts.flatMap((part) => referenceName(part) ?? []).filter((name) => !KEEPS_NAMES.has(name));
}

export function merged(parts: readonly Derivation[]): Derivation {
  if (parts.length < 2) return parts[0] ?? NONE;
  return {
    from: parts.flatMap(({ from }) => from),
    wrapped: parts.flatMap(({ wrapped }) => wrapped),
    omits: parts.flatMap(({ omits }) => omits),
  };
}

function referenceName(type: ts.TypeNode): string | undefined {
  if (ts.isTypeReferenceNode(type)) return entityText(type.typeName);
  if (ts.isExpressionWithTypeArguments(type) && ts.isIdentifier(type.expression)) return type.expression.text;
  return undefined;
}

function typeArguments(type: ts.TypeNode): readonly ts.TypeNode[] | undefined {
  return ts.isTypeReferenceNode(type) || ts.isExpressionWithTypeArguments(type) ? type.typeArguments : undefined;
}

function literals(type: ts.TypeNode): string[] {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  return parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteralLike(part.literal) ? [part.literal.text] : [],
  );
}
