import { ts } from "ts-morph";
import { nameOf } from "./arguments.js";

/**
 * The type that an expression is to have. Where a generic call would infer that from the very object that is passed, what the
 * call's own declaration asks for instead.
 */
export function expectedType(checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const literal = outermostLiteral(node);
  const given = contextualType(checker, node);
  if (literal === undefined) return given;
  const wanted = literal === node ? given : checker.getContextualType(literal);
  const isParameter = wanted !== undefined && (wanted.flags & ts.TypeFlags.TypeParameter) !== 0;
  const isInferred = isParameter || wanted?.getSymbol()?.declarations?.some((each) => each === literal) === true;
  return (isInferred ? declaredType(checker, node) : undefined) ?? given;
}

function contextualType(checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const given = checker.getContextualType(node);
  const isOpen = given !== undefined && (given.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  return (isOpen ? assertedType(checker, node) : undefined) ?? given;
}

/** `T` in `node as unknown as T`. */
function assertedType(checker: ts.TypeChecker, { parent }: ts.Expression): ts.Type | undefined {
  if (ts.isParenthesizedExpression(parent)) return assertedType(checker, parent);
  if (!ts.isAsExpression(parent)) return undefined;
  return assertedType(checker, parent) ?? checker.getTypeFromTypeNode(parent.type);
}

/** The object literal that is an argument, of which an expression is a part, or that it is itself. */
function outermostLiteral(node: ts.Expression): ts.ObjectLiteralExpression | undefined {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return outermostLiteral(parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return outermostLiteral(parent.parent);
  const isArgument = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node;
  return isArgument && ts.isObjectLiteralExpression(node) ? node : undefined;
}

function declaredType(checker: ts.TypeChecker, node: ts.Expression): ts.Type | undefined {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return declaredType(checker, parent);
  if (ts.isPropertyAssignment(parent)) {
    const property = declaredType(checker, parent.parent)?.getProperty(nameOf(parent.name) ?? "");
    return property === undefined ? undefined : checker.getTypeOfSymbol(property);
  }
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return undefined;
  const declaration = checker.getResolvedSignature(parent)?.getDeclaration();
  const parameter = declaration?.parameters[parent.arguments?.indexOf(node) ?? -1];
  if (declaration === undefined || parameter === undefined) return undefined;
  const type = checker.getTypeAtLocation(parameter);
  if (!type.isTypeParameter()) return type;
  const isReturned = declaration.type !== undefined && checker.getTypeFromTypeNode(declaration.type) === type;
  return type.getConstraint() ?? (isReturned ? expectedType(checker, parent) : undefined);
}
