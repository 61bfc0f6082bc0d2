import { ts } from "ts-morph";

/** True where an identifier stands for a variable, type or import in scope, not for a member or a key. */
export function isScoped(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== id;
  if (ts.isQualifiedName(parent)) return parent.right !== id && importTypeFrom(id) === undefined;
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return parent.propertyName !== id;
  if (ts.isExportSpecifier(parent))
    return parent.parent.parent.moduleSpecifier === undefined && isExportedLocal(parent, id);
  if (ts.isJsxAttribute(parent) || ts.isJsxNamespacedName(parent)) return false;
  if (ts.isImportTypeNode(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return parent.label !== id;
  const isMember =
    ts.isPropertyAssignment(parent) || ts.isEnumMember(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent);
  return !(isMember && parent.name === id);
}

/** `Name` in `<Name />`. */
export function isTag({ parent }: ts.Identifier): boolean {
  return ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
}

/** As a tag, such a name stands for an element of the page, whatever is in scope. */
export function namesElement(tag: string): boolean {
  return /^[a-z]/.test(tag);
}

function isExportedLocal(specifier: ts.ExportSpecifier, id: ts.Identifier): boolean {
  return (specifier.propertyName ?? specifier.name) === id;
}

/** The symbol in scope that an identifier stands for; aliases are not followed. */
export function scopedSymbol(checker: ts.TypeChecker, id: ts.Identifier): ts.Symbol | undefined {
  const { parent } = id;
  if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
  if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
  if (isImportEqualsRoot(id)) return namedInScope(checker, id);
  return checker.getSymbolAtLocation(id);
}

/** The import type of which a node is the first name: `Name` in `import("core").Name` and `import("core").Name.Inner`. */
export function importTypeFrom(node: ts.Node): ts.ImportTypeNode | undefined {
  let name = node;
  while (ts.isQualifiedName(name.parent) && name.parent.left === name) name = name.parent;
  return ts.isImportTypeNode(name.parent) && name.parent.qualifier === name ? name.parent : undefined;
}

/** `core` in `import Name = core.Name`: of this the checker tells what the alias stands for. */
function isImportEqualsRoot(id: ts.Identifier): boolean {
  let name: ts.EntityName = id;
  while (ts.isQualifiedName(name.parent) && name.parent.left === name) name = name.parent;
  return ts.isImportEqualsDeclaration(name.parent) && name.parent.moduleReference === name;
}

const NAMED = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace | ts.SymbolFlags.Alias;

function namedInScope(checker: ts.TypeChecker, id: ts.Identifier): ts.Symbol | undefined {
  return checker.getSymbolsInScope(id, NAMED).find(({ name }) => name === id.text);
}
