import { ts } from "ts-morph";

/** The type whose key a string in a type names: `T["key"]`, `Pick<T, "key" | "other">`, `Exclude<keyof T, "key">`. */
export function keyedType(literal: ts.LiteralTypeNode, checker: ts.TypeChecker): ts.TypeNode | undefined {
  let node: ts.TypeNode = literal;
  while (ts.isUnionTypeNode(node.parent) || ts.isParenthesizedTypeNode(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isIndexedAccessTypeNode(parent)) return parent.indexType === node ? parent.objectType : undefined;
  if (!ts.isTypeReferenceNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return undefined;
  const name = ts.isTypeReferenceNode(parent) ? parent.typeName : parent.expression;
  const given = parent.typeArguments ?? ts.factory.createNodeArray<ts.TypeNode>();
  const place = given.indexOf(node);
  const [first] = given;
  if (place < 1 || first === undefined) return undefined;
  const ofFirst = keyofOperand(first);
  if (ofFirst !== undefined) return ofFirst;
  if (name.getText() === "Omit") return first;
  const owner = keyOwner(name, place, checker);
  return owner === undefined ? undefined : given[owner];
}

/** Which type parameter's keys another one of the same type is limited to. */
function keyOwner(name: ts.Node, place: number, checker: ts.TypeChecker): number | undefined {
  const named = checker.getSymbolAtLocation(name);
  const symbol = named !== undefined && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  const declaration = symbol?.declarations?.find(
    (each) => ts.isTypeAliasDeclaration(each) || ts.isInterfaceDeclaration(each),
  );
  if (declaration === undefined) return undefined;
  const constraint = declaration.typeParameters?.[place]?.constraint;
  const operand = constraint === undefined ? undefined : keyofOperand(constraint);
  const at = declaration.typeParameters?.findIndex(({ name }) => name.text === operand?.getText()) ?? -1;
  return at === -1 ? undefined : at;
}

export function keyofOperand(node: ts.TypeNode): ts.TypeNode | undefined {
  return ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.KeyOfKeyword ? node.type : undefined;
}

/** The type of some of the keys, as well as that of all, and lists of them: `Exclude<keyof T, "other">`, `Array<keyof T>`. */
const OF_KEYS = ["Exclude", "Extract", "Array", "ReadonlyArray"];

function keysOf(node: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isParenthesizedTypeNode(node)) return keysOf(node.type);
  if (ts.isArrayTypeNode(node)) return keysOf(node.elementType);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return keysOf(node.type);
  const [first] = ts.isTypeReferenceNode(node) ? (node.typeArguments ?? []) : [];
  const isOfKeys = ts.isTypeReferenceNode(node) && OF_KEYS.includes(node.typeName.getText());
  return isOfKeys && first !== undefined ? keysOf(first) : keyofOperand(node);
}

/** The object whose key a string is, where that is what it is declared to be: `const key: keyof T = "key"`, or one of a list. */
export function declaredKeyOf(node: ts.Expression): ts.TypeNode | undefined {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent)) return declaredKeyOf(parent);
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.type === undefined || parent.initializer !== node ? undefined : keysOf(parent.type);
  }
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))
    return keysOf(parent.type) ?? declaredKeyOf(parent);
  return undefined;
}
