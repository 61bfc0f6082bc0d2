import { ts } from "ts-morph";
import { referencesToElement } from "../rewrite/locals.js";
import type { FileUses, Found } from "./found.js";
import type { Meaning } from "./exports.js";

export const NOT_KNOWN: Meaning = { value: false, type: false, built: false };

const TYPE: Meaning = { ...NOT_KNOWN, type: true };

/** Whether a use, or what an import binds, is meant as a value or as a type; neither where that cannot be told. */
export function meaningAt(uses: FileUses, found: Found): Meaning {
  const { use, node, element, clause } = found;
  if (use.kind !== "name") return NOT_KNOWN;
  if (element === undefined) return meaningOfNode(node);
  if (clause?.form === "export") return NOT_KNOWN;
  const references = referencesToElement(uses, element).map((id) => meaningOfNode(id));
  return {
    value: references.some((each) => each.value),
    type: references.some((each) => each.type),
    built: references.some((each) => each.built),
  };
}

/** Whether a name in scope may stand, where it is written, for what has these flags: else it stands for something else so called. */
export function mayMean(id: ts.Identifier, flags: ts.SymbolFlags): boolean {
  const { value, type } = meaningOfNode(id);
  if (value) return (flags & ts.SymbolFlags.Value) !== 0;
  const holds = isQualifying(id) || (type && ts.isPropertyAccessExpression(id.parent));
  if (holds) return (flags & ts.SymbolFlags.Namespace) !== 0;
  return !type || (flags & ts.SymbolFlags.Type) !== 0;
}

function meaningOfNode(node: ts.Node): Meaning {
  if (ts.isImportOrExportSpecifier(node.parent) || ts.isModuleDeclaration(node.parent)) return NOT_KNOWN;
  if (ts.isInterfaceDeclaration(node.parent)) return TYPE;
  let outer = node.parent;
  while (ts.isQualifiedName(outer)) outer = outer.parent;
  if (ts.isTypeQueryNode(outer)) return { ...NOT_KNOWN, value: true };
  if (isQualifying(node)) return NOT_KNOWN;
  if (ts.isImportTypeNode(outer)) return { ...NOT_KNOWN, value: outer.isTypeOf, type: !outer.isTypeOf };
  const type = ts.isTypeReferenceNode(outer) || isTypeHeritage(node);
  return { value: !type, type, built: isBuilt(node) };
}

/** `X` in `X.Name` and `core.X.Name`, where a type is expected: neither, but what holds one. */
function isQualifying(node: ts.Node): boolean {
  const { parent } = node;
  const path = ts.isQualifiedName(parent) && parent.right === node ? parent : node;
  return ts.isQualifiedName(path.parent) && path.parent.left === path;
}

/** `new X()`, `new core.X()`. */
function isBuilt(node: ts.Node): boolean {
  const { parent } = node;
  const whole = ts.isPropertyAccessExpression(parent) && parent.name === node ? parent : node;
  return ts.isNewExpression(whole.parent) && whole.parent.expression === whole;
}

/** `implements X`, and `extends X` of an interface. */
function isTypeHeritage(node: ts.Node): boolean {
  const clause = ts.findAncestor(node, ts.isHeritageClause);
  if (clause === undefined) return false;
  const isNamed = ts.findAncestor(node, (each) => each === clause || ts.isCallExpression(each)) === clause;
  return isNamed && (clause.token === ts.SyntaxKind.ImplementsKeyword || ts.isInterfaceDeclaration(clause.parent));
}
