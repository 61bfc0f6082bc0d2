import { ts } from "ts-morph";
import { nodeText } from "./type-text.js";

/** The expression below casts, parentheses and `Object.freeze`. */
export function unwrap(expression: ts.Expression): ts.Expression {
  if (
    ts.isAsExpression(expression) ||
    ts.isSatisfiesExpression(expression) ||
    ts.isParenthesizedExpression(expression)
  ) {
    return unwrap(expression.expression);
  }
  const frozen = ts.isCallExpression(expression) && isFreeze(expression) ? expression.arguments[0] : undefined;
  return frozen === undefined ? expression : unwrap(frozen);
}

/** A literal's source, or undefined where the expression is no plain value. */
export function literalText(expression: ts.Expression, file: ts.SourceFile): string | undefined {
  const plain =
    ts.isStringLiteralLike(expression) ||
    ts.isNumericLiteral(expression) ||
    ts.isBigIntLiteral(expression) ||
    expression.kind === ts.SyntaxKind.TrueKeyword ||
    expression.kind === ts.SyntaxKind.FalseKeyword ||
    expression.kind === ts.SyntaxKind.NullKeyword;
  return plain ? nodeText(expression, file) : undefined;
}

/** `a.b.c` for a plain reference, else undefined. */
export function referenceText(expression: ts.Expression): string | undefined {
  if (ts.isIdentifier(expression)) return expression.text;
  if (!ts.isPropertyAccessExpression(expression) || ts.isPrivateIdentifier(expression.name)) return undefined;
  const left = referenceText(expression.expression);
  return left === undefined ? undefined : `${left}.${expression.name.text}`;
}

/** `a = b`, not `a += b`. */
export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
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
  if (ts.isPropertyAccessExpression(value)) {
    const specifier = requireSpecifier(value.expression);
    return specifier === undefined ? undefined : { specifier, imported: value.name.text };
  }
  const specifier = requireSpecifier(value);
  return specifier === undefined ? undefined : { specifier, imported: "*" };
}

/** The specifier of `require("x")`, also inside an interop helper: `_interop(require("x"))`. */
export function requireSpecifier(expression: ts.Expression): string | undefined {
  const value = unwrap(expression);
  if (!ts.isCallExpression(value)) return undefined;
  const [argument] = value.arguments;
  if (argument === undefined) return undefined;
  if (ts.isIdentifier(value.expression) && value.expression.text === "require") {
    return ts.isStringLiteralLike(argument) ? argument.text : undefined;
  }
  return isHelper(value.expression) && ts.isCallExpression(argument) ? requireSpecifier(argument) : undefined;
}

/** `_interopRequireDefault`, `tslib_1.__importStar`: what compilers wrap a `require` in. */
function isHelper(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) || referenceText(callee)?.includes(".__import") === true;
}
