import { ts } from "ts-morph";
import { parseType } from "./parse-type.js";

/** The strings that a type allows, in source order; undefined where it allows other strings too, or none. */
export function literalStrings(type: string | undefined): string[] | undefined {
  if (type === undefined || !type.includes('"')) return undefined;
  const node = parseType(type);
  const strings = node === undefined ? undefined : stringsIn(node);
  return strings === undefined || strings.length === 0 ? undefined : [...new Set(strings)];
}

function stringsIn(node: ts.TypeNode): string[] | undefined {
  if (ts.isParenthesizedTypeNode(node) || ts.isTypeOperatorNode(node)) return stringsIn(node.type);
  if (ts.isArrayTypeNode(node)) return stringsIn(node.elementType);
  if (ts.isLiteralTypeNode(node)) return ts.isStringLiteralLike(node.literal) ? [node.literal.text] : [];
  if (!ts.isUnionTypeNode(node)) return OTHERWISE.has(node.kind) ? [] : undefined;
  const parts = node.types.map(stringsIn);
  return parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

/** Types beside strings that are no strings themselves. */
const OTHERWISE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.FunctionType,
  ts.SyntaxKind.TypeLiteral,
]);
