import { ts } from "ts-morph";
import { nodeText } from "./type-text.js";

// Bound once: `ts` finds each of its names by way of two getters.
const {
  isAsExpression,
  isBigIntLiteral,
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isNumericLiteral,
  isParenthesizedExpression,
  isPrivateIdentifier,
  isPropertyAccessExpression,
  isSatisfiesExpression,
  isStringLiteralLike,
  SyntaxKind,
} = ts;

/** The expression below casts, parentheses and `Object.freeze`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  if (isAsExpression(expression) || isSatisfiesExpression(expression) || isParenthesizedExpression(expression)) {
    return unwrap(expression.expression);
  }
  const frozen = isCallExpression(expression) && isFreeze(expression) ? expression.arguments[0] : undefined;
  return frozen === undefined ? expression : unwrap(frozen);
}

/** A literal's source, or undefined where the expression is no plain value. */
export function literalText(expression: ts.Expression, file: ts.SourceFile): string | undefined {
  const plain =
    isStringLiteralLike(expression) ||
    isNumericLiteral(expression) ||
    isBigIntLiteral(expression) ||
    expression.kind === SyntaxKind.TrueKeyword ||
    expression.kind === SyntaxKind.FalseKeyword ||
    expression.kind === SyntaxKind.NullKeyword;
  return plain ? nodeText(expression, file) : undefined;
}

/** `a.b.c` for a plain reference, else undefined. */
export function referenceText(expression: ts.Expression): string | undefined {
  if (isIdentifier(expression)) return expression.text;
  if (!isPropertyAccessExpression(expression) || isPrivateIdentifier(expression.name)) return undefined;
  const left = referenceText(expression.expression);
  return left === undefined ? undefined : `${left}.${expression.name.text}`;
}

/** `a = b`, not `a += b`. */
export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken;
}

/** `a.b = c.d = value` has two targets and one value. */
export function assignmentChain(node: ts.BinaryExpression): { targets: ts.Expression[]; value: ts.Expression } {
  const value = unwrap(node.right);
  if (!isAssignment(value)) return { targets: [node.left], value };
  const rest = assignmentChain(value);
  return { targets: [node.left, ...rest.targets], value: rest.value };
}

function isFreeze(call: ts.CallExpression): boolean {
  return referenceText(call.expression) === "Object.freeze";
}

/** What a value takes from another file: the whole module (`*`), or one of its names. */
export interface Requirement {
  readonly specifier: string;
  readonly imported: string;
}

/** `require("x")`, `require("x").name`, either inside an interop helper; undefined for anything else. */
export function requirement(expression: ts.Expression): Requirement | undefined {
  const value = unwrap(expression);
  if (isPropertyAccessExpression(value)) {
    const specifier = requireSpecifier(value.expression);
    return specifier === undefined ? undefined : { specifier, imported: value.name.text };
  }
  const specifier = requireSpecifier(value);
  return specifier === undefined ? undefined : { specifier, imported: "*" };
}

/** The specifier of `require("x")`, also inside an interop helper: `_interop(require("x"))`. */
export function requireSpecifier(expression: ts.Expression): string | undefined {
  const value = unwrap(expression);
  if (!isCallExpression(value)) return undefined;
  const [argument] = value.arguments;
  if (argument === undefined) return undefined;
  if (isIdentifier(value.expression) && value.expression.text === "require") {
    return isStringLiteralLike(argument) ? argument.text : undefined;
  }
  return isHelper(value.expression) && isCallExpression(argument) ? requireSpecifier(argument) : undefined;
}

/** `_interopRequireDefault`, `tslib_1.__importStar`: what compilers wrap a `require` in. */
function isHelper(callee: ts.Expression): boolean {
  return isIdentifier(callee) || referenceText(callee)?.includes(".__import") === true;
}
