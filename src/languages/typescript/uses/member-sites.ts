import { ts } from "ts-morph";
import { borrowedType } from "./borrowed-type.js";
import { expectedType } from "./expected-type.js";
import { keyedArgument } from "./key-arguments.js";
import { namesElement } from "./identifiers.js";
import { declaredKeyOf, keyedType } from "./key-types.js";
import { spiedObject } from "./mock-sites.js";
import type { MemberForm, MemberUse } from "./use.js";

/** A place that names a member, and the type whose member it is. */
export interface MemberSite {
  readonly node: ts.Identifier | ts.StringLiteralLike;
  readonly form: MemberForm;
  readonly notation: MemberUse["notation"];
  /** The expression before the dot, where there is one; the element of an attribute; what a pattern takes apart. */
  readonly receiver: ts.Node | undefined;
  readonly type: () => ts.Type | undefined;
  /** Why the name may be another's too. */
  readonly doubt?: string;
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
    const pattern = parent.parent;
    const type = (): ts.Type => patternType(checker, pattern);
    if (parent.propertyName === node) return of("destructuring", type, takenApart(pattern));
    if (parent.propertyName !== undefined || parent.name !== node || parent.dotDotDotToken !== undefined)
      return undefined;
    return of("destructuring", type, takenApart(pattern), "shorthand");
  }
  if (ts.isComputedPropertyName(parent) && ts.isBindingElement(parent.parent) && !ts.isIdentifier(node)) {
    const pattern = parent.parent.parent;
    return of("destructuring", () => checker.getTypeAtLocation(pattern));
  }
  if (ts.isJsxAttribute(parent) && parent.name === node) {
    const { tagName } = parent.parent.parent;
    return of("jsx-attribute", () => propsType(checker, parent.parent), isIntrinsic(tagName) ? undefined : tagName);
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword && parent.left === node) {
    return of("element-access", () => searchedType(checker, parent.right), parent.right);
  }
  const spied = spiedObject(node);
  if (spied !== undefined) return of("element-access", () => checker.getTypeAtLocation(spied), spied);
  const keyed = ts.isLiteralTypeNode(parent) ? keyedType(parent, checker) : declaredKeyOf(node);
  if (keyed !== undefined) return of("indexed-type", () => checker.getTypeFromTypeNode(keyed));
  const owner = ts.isIdentifier(node) ? undefined : keyedArgument(checker, node);
  if (owner !== undefined) return of("indexed-type", () => owner);
  const property = ts.isComputedPropertyName(parent) && !ts.isIdentifier(node) ? parent.parent : parent;
  if (!ts.isObjectLiteralElementLike(property) || !ts.isObjectLiteralExpression(property.parent)) return undefined;
  if (property.name !== node && property.name !== parent) return undefined;
  const literal = property.parent;
  const written = ts.isShorthandPropertyAssignment(property) ? "shorthand" : notation;
  const assigned = assignedType(checker, literal);
  if (assigned !== undefined) return of("destructuring", assigned, undefined, written);
  const expected = expectedType(checker, literal);
  const borrowed = expected === undefined ? borrowedType(checker, literal, node.text) : undefined;
  const site = of("object-key", () => expected ?? borrowed?.type, undefined, written);
  return borrowed?.isShared === true ? { ...site, doubt: "the object is used in another way too" } : site;
}

/** What a key is looked for in: of an `object` no more is known than of `any`. */
function searchedType(checker: ts.TypeChecker, node: ts.Expression): ts.Type {
  const type = checker.getTypeAtLocation(node);
  return type.flags & ts.TypeFlags.NonPrimitive ? checker.getAnyType() : type;
}

/** What a component takes. Of one of type `any` the compiler says that it takes something unknown. */
function propsType(checker: ts.TypeChecker, attributes: ts.JsxAttributes): ts.Type | undefined {
  const component = checker.getTypeAtLocation(attributes.parent.tagName);
  return component.flags & ts.TypeFlags.Any ? component : checker.getContextualType(attributes);
}

/** `div` and such. */
function isIntrinsic(tag: ts.JsxTagNameExpression): boolean {
  return ts.isJsxNamespacedName(tag) || (ts.isIdentifier(tag) && namesElement(tag.text));
}

/** What a pattern takes apart: an expression, or what is passed to a callback. */
function takenApart(pattern: ts.ObjectBindingPattern): ts.Expression | ts.ParameterDeclaration | undefined {
  let { parent }: { parent: ts.Node } = pattern;
  while (ts.isBindingElement(parent)) ({ parent } = parent.parent);
  if (ts.isVariableDeclaration(parent)) return parent.initializer;
  return ts.isParameter(parent) && ts.isCallExpression(parent.parent.parent) ? parent : undefined;
}

/** Of what is passed to a callback that nothing types, the compiler says no more than the pattern itself. */
function patternType(checker: ts.TypeChecker, pattern: ts.ObjectBindingPattern): ts.Type {
  const whole = takenApart(pattern);
  const callback = whole !== undefined && ts.isParameter(whole) && whole.type === undefined ? whole.parent : undefined;
  const wanted = callback && ts.isExpression(callback) ? checker.getContextualType(callback) : undefined;
  const isUntyped = wanted !== undefined && (wanted.flags & ts.TypeFlags.Any) !== 0;
  return isUntyped ? wanted : checker.getTypeAtLocation(pattern);
}

/** The type taken apart, for the left side of a destructuring assignment. */
function assignedType(checker: ts.TypeChecker, pattern: ts.Expression): (() => ts.Type | undefined) | undefined {
  const { parent } = pattern;
  if (ts.isParenthesizedExpression(parent)) return assignedType(checker, parent);
  if (ts.isBinaryExpression(parent)) {
    const isLeft = parent.left === pattern && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    return isLeft ? () => checker.getTypeAtLocation(parent.right) : undefined;
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) {
    return parent.initializer === pattern ? () => undefined : undefined;
  }
  if (!ts.isPropertyAssignment(parent) || parent.initializer !== pattern) return undefined;
  const outer = assignedType(checker, parent.parent);
  if (outer === undefined) return undefined;
  return () => {
    const property = ts.isComputedPropertyName(parent.name) ? undefined : outer()?.getProperty(parent.name.text);
    return property === undefined ? undefined : checker.getTypeOfSymbol(property);
  };
}
