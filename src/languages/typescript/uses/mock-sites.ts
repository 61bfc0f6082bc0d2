import { ts } from "ts-morph";
import { nameOf } from "./arguments.js";
import { isMockCall } from "./module-uses.js";

/** Functions by which tests put something in the place of an object's member, given as a string. */
const REPLACES_A_MEMBER = new Set([
  "spyOn",
  "spyOnProperty",
  "replaceProperty",
  "stub",
  "spy",
  "replace",
  "replaceGetter",
]);

/** The object whose member a string names, as in `jest.spyOn(object, "member")`. */
export function spiedObject(node: ts.Node): ts.Expression | undefined {
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.arguments[1] !== node) return undefined;
  const { expression: callee } = call;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && REPLACES_A_MEMBER.has(name.text) ? call.arguments[0] : undefined;
}

/** A key of what a module is replaced by, as in `jest.mock("core", () => ({ key: … }))`. */
export interface MockedKey {
  readonly module: string;
  /** Keys around it, from the outside. */
  readonly container: readonly string[];
}

export function mockedKey(node: ts.Identifier | ts.StringLiteralLike): MockedKey | undefined {
  const property = node.parent;
  if (!ts.isObjectLiteralElementLike(property) || property.name !== node) return undefined;
  const container: string[] = [];
  let literal: ts.Node = property.parent;
  for (; ts.isPropertyAssignment(literal.parent); literal = literal.parent.parent) {
    container.unshift(nameOf(literal.parent.name) ?? "");
  }
  const module = ts.isObjectLiteralExpression(literal) ? replacedModule(literal) : undefined;
  return module === undefined ? undefined : { module, container };
}

/** The module that is replaced by what a factory gives. */
function replacedModule(given: ts.ObjectLiteralExpression): string | undefined {
  let node: ts.Node = given.parent;
  while (ts.isParenthesizedExpression(node)) node = node.parent;
  if (ts.isReturnStatement(node)) node = node.parent.parent;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const call = node.parent;
  if (!ts.isCallExpression(call) || call.arguments[1] !== node || !isMockCall(call)) return undefined;
  const [named] = call.arguments;
  const literal = named !== undefined && ts.isCallExpression(named) ? named.arguments[0] : named;
  return literal !== undefined && ts.isStringLiteralLike(literal) ? literal.text : undefined;
}
