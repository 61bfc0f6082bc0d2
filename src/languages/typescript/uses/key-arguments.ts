import { ts } from "ts-morph";
import { keyofOperand } from "./key-types.js";

/** The object whose key a string is that is passed where keys of one are taken: `pick(object, "key")`, `omit(object, ["key"])`. */
export function keyedArgument(checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const whole = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const call = whole.parent;
  if (!ts.isCallExpression(call) && !ts.isNewExpression(call)) return undefined;
  const place = call.arguments?.indexOf(whole) ?? -1;
  const declaration = place === -1 ? undefined : checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return undefined;
  const { parameters } = declaration;
  const parameter = parameters[Math.min(place, parameters.length - 1)];
  const operand = parameter?.type === undefined ? undefined : keysTaken(parameter.type, checker);
  if (operand === undefined) return undefined;
  const owner = checker.getTypeFromTypeNode(operand);
  if (!owner.isTypeParameter()) return owner;
  const giver = parameters.findIndex(({ type }) => type && isType(type, owner, checker));
  const given = call.arguments?.[giver];
  return given && checker.getTypeAtLocation(given);
}

/** The `T` of `keyof T`, where that, a part of it, or a list is taken. */
function keysTaken(node: ts.TypeNode, checker: ts.TypeChecker): ts.TypeNode | undefined {
  const operand = keyofOperand(node);
  if (operand !== undefined) return operand;
  // `T[K]` is a value, not a key.
  if (ts.isIndexedAccessTypeNode(node) || ts.isFunctionTypeNode(node) || ts.isTypeLiteralNode(node)) return undefined;
  if (ts.isTypeReferenceNode(node) && node.typeArguments === undefined) {
    const named = checker.getSymbolAtLocation(node.typeName)?.declarations?.find(ts.isTypeParameterDeclaration);
    return named?.constraint && keysTaken(named.constraint, checker);
  }
  return ts.forEachChild(node, (child) => (ts.isTypeNode(child) ? keysTaken(child, checker) : undefined));
}

/** `T`, and `T | null`. */
function isType(node: ts.TypeNode, wanted: ts.Type, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeFromTypeNode(node);
  return type === wanted || (type.isUnion() && type.types.includes(wanted));
}
