import { ts } from "ts-morph";
import type { Argument, ArgumentKey } from "./use.js";

/** What a call passes. */
export function argumentsOf(call: ts.CallExpression | ts.NewExpression): Argument[] {
  return (call.arguments ?? []).map((node) => {
    const inner = withoutWrapping(node);
    const literal = ts.isObjectLiteralExpression(inner) ? inner : undefined;
    const keys = literal?.properties.map(keyOf) ?? [];
    return {
      isSpread: ts.isSpreadElement(node),
      isPure: isPure(node),
      keys: keys.filter((each) => each !== undefined),
      isWhole: literal !== undefined && !keys.includes(undefined),
    };
  });
}

/** Undefined for a spread and a computed name. */
function keyOf(property: ts.ObjectLiteralElementLike): ArgumentKey | undefined {
  const name = property.name === undefined ? undefined : nameOf(property.name);
  if (name === undefined) return undefined;
  return { name, isPure: !ts.isPropertyAssignment(property) || isPure(property.initializer) };
}

export function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}

/** What is inside of parentheses and type assertions. */
export function withoutWrapping(node: ts.Expression): ts.Expression {
  const isWrapped = ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
  return isWrapped ? withoutWrapping(node.expression) : node;
}

/** True for what only makes or names a value. Getters are taken for plain properties. */
function isPure(node: ts.Node): boolean {
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isTypeNode(node)) return true;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return false;
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isDeleteExpression(node)) return false;
  if (ts.isClassExpression(node) || ts.isJsxElement(node)) return false;
  if (ts.isPostfixUnaryExpression(node)) return false;
  if (ts.isPrefixUnaryExpression(node) && CHANGES_ITS_OPERAND.has(node.operator)) return false;
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return false;
  return ts.forEachChild(node, (child) => (isPure(child) ? undefined : true)) !== true;
}

const CHANGES_ITS_OPERAND = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken]);

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}
