import { ts } from "ts-morph";
import { type Clause, loadedModule } from "./clauses.js";
import { type FinderContext, type Found, nameUse } from "./found.js";
import { importTypeFrom, scopedSymbol } from "./identifiers.js";
import { declaredKeyOf, keyedType } from "./key-types.js";
import { type MockedKey, mockedKey, spiedObject } from "./mock-sites.js";
import { followed, isNamespace, type ResolvedTarget } from "./resolve-targets.js";
import type { NameForm } from "./use.js";

/** Names reached through a module or a namespace: `core.Old`, `utils.old`, `import("x").Old`. */
export function pathUses(
  node: ts.Identifier | ts.StringLiteralLike,
  clauses: readonly Clause[],
  context: FinderContext,
): Found[] | undefined {
  const { index } = context;
  const { checker } = index;
  const candidates = index.named(node.text).filter((each) => each.access === "path");
  if (candidates.length === 0) return undefined;
  const mocked = isImportedShorthand(node, checker) ? undefined : mockedKey(node);
  if (mocked !== undefined) return keyUses(node, mocked, candidates);
  const scope = scopeOf(node, checker);
  if (scope === undefined) return undefined;
  const symbol =
    scope.type === undefined ? checker.getSymbolAtLocation(node) : checker.getPropertyOfType(scope.type, node.text);
  const owner = scope.symbol === undefined ? undefined : followed(checker, scope.symbol);
  const specifier = scope.root === undefined ? undefined : specifierOf(scope.root, clauses, checker);
  const form: NameForm = scope.form;
  for (const elsewhere of [undefined, "core"] as const) {
    const found = candidates.flatMap((target): Found[] => {
      const confirmed = symbol !== undefined && index.ofSymbol(followed(checker, symbol), node.text).includes(target);
      const sameScope = owner !== undefined && target.scope !== undefined && sharesDeclaration(owner, target.scope);
      const named = specifier === target.module && target.container.length === scope.between.length;
      if (confirmed && (sameScope || named) !== (elsewhere === undefined)) return [];
      if (!confirmed && (elsewhere !== undefined || !named || target.container.length > 0 || isKnown(symbol)))
        return [];
      const reason = confirmed ? "the checker says that the name is the core's" : "it is taken from the module";
      const use = nameUse(form, node, node.text, reason);
      if (elsewhere === undefined) return [{ use, target, node }];
      const way = wayOf(scope, clauses, checker);
      return [{ use, target, node, elsewhere, ...(way === undefined ? {} : { way }) }];
    });
    if (found.length > 0) return found;
  }
  return undefined;
}

/** Keys of what a test puts in the place of a module. */
function keyUses(
  node: ts.Identifier | ts.StringLiteralLike,
  { module, container }: MockedKey,
  candidates: readonly ResolvedTarget[],
): Found[] | undefined {
  const found = candidates
    .filter((target) => target.module === module && target.container.join(".") === container.join("."))
    .map((target) => ({ use: nameUse("mock", node, node.text, "it stands in for the module's"), target, node }));
  return found.length === 0 ? undefined : found;
}

/** A shorthand property that stands for an import is rewritten with the other references to that. */
function isImportedShorthand({ parent }: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isShorthandPropertyAssignment(parent)) return false;
  const value = checker.getShorthandAssignmentValueSymbol(parent);
  return value !== undefined && (value.flags & ts.SymbolFlags.Alias) !== 0;
}

function isKnown(symbol: ts.Symbol | undefined): boolean {
  return symbol?.declarations !== undefined && symbol.declarations.length > 0;
}

interface Scope {
  readonly form: NameForm;
  readonly symbol: ts.Symbol | undefined;
  /** The type that is taken apart, for patterns. */
  readonly type?: ts.Type;
  /** The first name or the `require` of the path. */
  readonly root: ts.Node | undefined;
  /** Names between the root and the name. */
  readonly between: readonly string[];
}

/** What a name is taken from, where it is taken from something. */
function scopeOf(node: ts.Identifier | ts.StringLiteralLike, checker: ts.TypeChecker): Scope | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return expressionScope(parent.expression, checker);
  if (!ts.isIdentifier(node)) return keyScope(node, checker);
  if (ts.isQualifiedName(parent) && parent.right === node) {
    let root: ts.EntityName = parent.left;
    const between: string[] = [];
    for (; ts.isQualifiedName(root); root = root.left) between.unshift(root.right.text);
    return { form: "access", symbol: checker.getSymbolAtLocation(parent.left), root: typeRoot(parent, root), between };
  }
  const imported = importTypeFrom(node);
  if (imported !== undefined) {
    return { form: "access", symbol: checker.getSymbolAtLocation(imported.argument), root: imported, between: [] };
  }
  return patternScope(node, checker);
}

/** What a string is a key of. */
function keyScope(node: ts.StringLiteralLike, checker: ts.TypeChecker): Scope | undefined {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return expressionScope(parent.expression, checker);
  }
  const spied = spiedObject(node);
  if (spied !== undefined) return { ...expressionScope(spied, checker), type: checker.getTypeAtLocation(spied) };
  const keyed = ts.isLiteralTypeNode(parent) ? keyedType(parent, checker) : declaredKeyOf(node);
  if (keyed === undefined) return patternScope(node, checker);
  const type = checker.getTypeFromTypeNode(keyed);
  return { form: "access", symbol: type.getSymbol(), type, root: undefined, between: [] };
}

/** What a key of a pattern is taken from. */
function patternScope(node: ts.Identifier | ts.StringLiteralLike, checker: ts.TypeChecker): Scope | undefined {
  const { parent } = node;
  if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent) || !isKeyOf(parent, node)) {
    return undefined;
  }
  const type = checker.getTypeAtLocation(parent.parent);
  return { form: "pattern", symbol: type.getSymbol(), type, root: undefined, between: [] };
}

/** In `import("x").A.B` the root is the import type, and `A` a part. */
function typeRoot(name: ts.QualifiedName, first: ts.Identifier): ts.Node {
  let outer: ts.Node = name;
  while (ts.isQualifiedName(outer.parent)) outer = outer.parent;
  return ts.isImportTypeNode(outer.parent) && outer.parent.qualifier === outer ? outer.parent : first;
}

function expressionScope(expression: ts.Expression, checker: ts.TypeChecker): Scope {
  let root: ts.Expression = expression;
  const between: string[] = [];
  for (; ts.isPropertyAccessExpression(root); root = root.expression) between.unshift(root.name.text);
  const symbol = checker.getSymbolAtLocation(expression);
  const isDirect = symbol !== undefined && isNamespace(followed(checker, symbol));
  return {
    form: "access",
    symbol: isDirect ? symbol : checker.getTypeAtLocation(expression).getSymbol(),
    root,
    between,
  };
}

function isKeyOf(element: ts.BindingElement, node: ts.Node): boolean {
  return element.propertyName === undefined ? element.name === node : element.propertyName === node;
}

/** The specifier of the module that a path's root stands for. */
function specifierOf(root: ts.Node, clauses: readonly Clause[], checker: ts.TypeChecker): string | undefined {
  if (ts.isImportTypeNode(root)) {
    const { argument } = root;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal.text : undefined;
  }
  if (!ts.isIdentifier(root)) return ts.isExpression(root) ? loadedModule(root)?.text : undefined;
  const symbol = scopedSymbol(checker, root);
  if (symbol === undefined) return undefined;
  const clause = clauses.find(
    ({ namespace, elements }) =>
      (namespace !== undefined && checker.getSymbolAtLocation(namespace) === symbol) ||
      elements.some(
        ({ imported, local }) =>
          imported === "default" && local !== undefined && checker.getSymbolAtLocation(local) === symbol,
      ),
  );
  return clause?.specifier.text;
}

/** The module that a path starts from, and the names on the way. */
function wayOf({ root, between }: Scope, clauses: readonly Clause[], checker: ts.TypeChecker): Found["way"] {
  if (root === undefined) return undefined;
  const module = specifierOf(root, clauses, checker);
  if (module !== undefined) return { module, container: between };
  const symbol = ts.isIdentifier(root) ? scopedSymbol(checker, root) : undefined;
  for (const { elements, specifier } of clauses) {
    const element = elements.find(({ local }) => local !== undefined && checker.getSymbolAtLocation(local) === symbol);
    if (element !== undefined) return { module: specifier.text, container: [element.imported, ...between] };
  }
  return undefined;
}

function sharesDeclaration(a: ts.Symbol, b: ts.Symbol): boolean {
  if (a === b) return true;
  return isNamespace(b) && (a.declarations ?? []).some((each) => b.declarations?.includes(each) === true);
}
