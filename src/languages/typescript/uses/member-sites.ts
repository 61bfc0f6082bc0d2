import { ts } from "ts-morph";
import type { MemberForm, MemberUse } from "./use.js";

/** A place that names a member, and the type whose member it is. */
export interface MemberSite {
  readonly node: ts.Identifier | ts.StringLiteralLike;
  readonly form: MemberForm;
  readonly notation: MemberUse["notation"];
  /** The expression before the dot, where there is one. */
  readonly receiver: ts.Node | undefined;
  readonly type: () => ts.Type | undefined;
}

/** Reads a name or string as a member's name, or gives undefined where it is none. */
export function memberSite(
  checker: ts.TypeChecker,
  node: ts.Identifier | ts.StringLiteralLike,
): MemberSite | undefined {
  const { parent } = node;
  const notation = ts.isIdentifier(node) ? "identifier" : "quoted";
  const of = (
    form: MemberForm,
    type: () => ts.Type | undefined,
    receiver?: ts.Node,
    written: MemberUse["notation"] = notation,
  ): MemberSite => ({ node, form, notation: written, receiver, type });

  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return of("access", () => checker.getTypeAtLocation(parent.expression), parent.expression);
  }
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return of("element-access", () => checker.getTypeAtLocation(parent.expression), parent.expression);
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    const type = (): ts.Type => checker.getTypeAtLocation(parent.parent);
    if (parent.propertyName === node) return of("destructuring", type);
    if (parent.propertyName !== undefined || parent.name !== node || parent.dotDotDotToken !== undefined)
      return undefined;
    return of("destructuring", type, undefined, "shorthand");
  }
  if (ts.isJsxAttribute(parent) && parent.name === node) {
    return of("jsx-attribute", () => checker.getContextualType(parent.parent));
  }
  if (ts.isLiteralTypeNode(parent) && ts.isIndexedAccessTypeNode(parent.parent) && parent.parent.indexType === parent) {
    const { objectType } = parent.parent;
    return of("indexed-type", () => checker.getTypeFromTypeNode(objectType));
  }
  if (!ts.isObjectLiteralElementLike(parent) || parent.name !== node) return undefined;
  if (!ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const literal = parent.parent;
  const assigned = isAssigned(literal);
  return of(
    assigned ? "destructuring" : "object-key",
    () => (assigned ? checker.getTypeAtLocation(literal) : checker.getContextualType(literal)),
    undefined,
    ts.isShorthandPropertyAssignment(parent) ? "shorthand" : notation,
  );
}

/** True for the left side of a destructuring assignment. */
function isAssigned(literal: ts.Expression): boolean {
  const { parent } = literal;
  if (ts.isBinaryExpression(parent)) {
    return parent.left === literal && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  }
  if (ts.isForOfStatement(parent)) return parent.initializer === literal;
  if (ts.isParenthesizedExpression(parent)) return isAssigned(parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === literal) return isAssigned(parent.parent);
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) return isAssigned(parent);
  return false;
}
