import { ts } from "ts-morph";
import { withoutWrapping } from "./arguments.js";

/**
 * Names of the parameters of the overload that a call is made by, `options` for one that is taken apart. Undefined where
 * there is but one signature, or where an argument of no known type leaves open which it is.
 */
export function calledSignature(
  call: ts.CallExpression | ts.NewExpression,
  checker: ts.TypeChecker,
): readonly string[] | undefined {
  const callee = checker.getNonNullableType(checker.getTypeAtLocation(call.expression));
  const signatures = ts.isNewExpression(call) ? callee.getConstructSignatures() : callee.getCallSignatures();
  if (signatures.length < 2 || call.arguments?.some((each) => isOpen(each, checker)) === true) return undefined;
  const declaration = checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return undefined;
  const names = declaration.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : "options"));
  return names.filter((name) => name !== "this");
}

/** A literal is an object or a list whatever is in it. */
function isOpen(argument: ts.Expression, checker: ts.TypeChecker): boolean {
  const inner = withoutWrapping(argument);
  if (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner)) return false;
  return (checker.getTypeAtLocation(argument).flags & ts.TypeFlags.Any) !== 0 || ts.isSpreadElement(argument);
}
