import { ts } from "ts-morph";
import { nameOf } from "./arguments.js";
import { isScoped, scopedSymbol } from "./identifiers.js";

/** What a value is used as that is named before it is used, and whose own declaration does not say it. */
export interface BorrowedType {
  readonly type: ts.Type;
  /** True where it is used in another way too. */
  readonly isShared: boolean;
}

/** The type as which a constant's literal, or one inside of that, is passed. `key` is the key of interest of an object. */
export function borrowedType(
  checker: ts.TypeChecker,
  literal: ts.Expression,
  key: string | undefined,
): BorrowedType | undefined {
  const { parent } = literal;
  if (ts.isParenthesizedExpression(parent) || isConstAssertion(parent)) return borrowedType(checker, parent, key);
  if (ts.isPropertyAssignment(parent) && parent.initializer === literal) {
    const name = nameOf(parent.name);
    const outer = name === undefined ? undefined : borrowedType(checker, parent.parent, name);
    const property = outer === undefined ? undefined : checker.getPropertyOfType(outer.type, name ?? "");
    if (outer === undefined || property === undefined) return undefined;
    return { ...outer, type: checker.getNonNullableType(checker.getTypeOfSymbol(property)) };
  }
  if (!ts.isVariableDeclaration(parent) || parent.type !== undefined || !ts.isIdentifier(parent.name)) return undefined;
  const uses = referencesTo(checker, parent.name).map((id) => wantedOf(checker, id, key));
  const types = uses.flatMap((use) => (typeof use === "object" ? use : []));
  const [type] = types;
  if (type === undefined) return undefined;
  const wanted = new Set(types.map((each) => (key === undefined ? each : checker.getPropertyOfType(each, key))));
  return { type, isShared: wanted.size > 1 || uses.includes("otherwise") || isExported(parent) };
}

function isConstAssertion(node: ts.Node): node is ts.AsExpression {
  return ts.isAsExpression(node) && ts.isConstTypeReference(node.type);
}

/** The type that is wanted where a name stands. Reading another key of it says nothing. */
function wantedOf(
  checker: ts.TypeChecker,
  id: ts.Identifier,
  key: string | undefined,
): ts.Type | "other-key" | "otherwise" {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) {
    return key === undefined || parent.name.text === key ? "otherwise" : "other-key";
  }
  const place = ts.isSpreadAssignment(parent) ? parent.parent : id;
  const type = checker.getContextualType(place);
  if (type === undefined || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return "otherwise";
  return checker.getNonNullableType(type);
}

function referencesTo(checker: ts.TypeChecker, name: ts.Identifier): ts.Identifier[] {
  const symbol = checker.getSymbolAtLocation(name);
  const found: ts.Identifier[] = [];
  visit(name.getSourceFile());
  return found;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) {
      if (isScoped(node) && scopedSymbol(checker, node) === symbol) found.push(node);
    }
    ts.forEachChild(node, visit);
  }
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}
