import { ts } from "ts-morph";
import { type Clause, type ClauseElement, clausesOf, loadedModule } from "./clauses.js";
import { identifiersByText, isScoped, scopedSymbol } from "./identifiers.js";
import { memberSite } from "./member-sites.js";
import { moduleLiterals, moduleUse } from "./module-uses.js";
import { followed, isNamespace, type ResolvedTarget } from "./resolve-targets.js";
import type { TargetIndex, Verdict } from "./target-index.js";
import type { NameForm, NameUse, Use } from "./use.js";

/** A use with the syntax that it stands in, for those who rewrite it. */
export interface Found {
  readonly use: Use;
  readonly target: ResolvedTarget;
  readonly node: ts.Node;
  readonly clause?: Clause;
  readonly element?: ClauseElement;
  /**
   * Set where the name does not come by the module that the operation speaks of: by another module of the core, or
   * by a module of the dependent that re-exports everything of the right one.
   */
  readonly elsewhere?: "core" | "re-exported";
}

export interface FileUses {
  readonly file: ts.SourceFile;
  readonly clauses: readonly Clause[];
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  readonly found: readonly Found[];
}

export interface FinderContext {
  readonly index: TargetIndex;
  /** True where a specifier is one of the core's. */
  readonly isCore: (specifier: string) => boolean;
  /** True for files that belong to the core, not to the dependent. */
  readonly isCoreFile: (file: ts.SourceFile) => boolean;
}

/** Finds every use of the targets in a file of the dependent. */
export function findUses(file: ts.SourceFile, context: FinderContext): FileUses {
  const clauses = clausesOf(file);
  const identifiers = identifiersByText(file);
  const literals = moduleLiterals(file);
  const { index } = context;
  const found: Found[] = [];

  for (const target of index.targets) {
    if (target.access !== "module") continue;
    const kind = target.target.kind === "file" ? "file" : "module";
    for (const literal of literals) {
      const use = moduleUse(literal, target.name, kind);
      if (use !== undefined) found.push({ use, target, node: literal.node });
    }
  }

  const inClauses = new Set<ts.Node>();
  for (const clause of clauses) {
    for (const element of clause.elements) {
      inClauses.add(element.nameNode);
      if (element.local !== undefined) inClauses.add(element.local);
      for (const each of elementUses(clause, element, context)) found.push(each);
    }
  }

  const mentionsCore = literals.some(({ node, form }) => form !== "string" && context.isCore(node.text));
  const names = new Set(index.targets.filter((each) => each.access !== "module").map((each) => each.name));
  const sites: (ts.Identifier | ts.StringLiteralLike)[] = [...names].flatMap((name) => identifiers.get(name) ?? []);
  for (const { node } of literals) if (names.has(node.text)) sites.push(node);
  for (const node of sites) {
    if (inClauses.has(node)) continue;
    for (const each of siteUses(node, clauses, context, mentionsCore)) found.push(each);
  }
  return { file, clauses, identifiers, found };
}

/** Uses made by one name of an import, re-export or `require`. */
function elementUses(clause: Clause, element: ClauseElement, context: FinderContext): Found[] {
  const candidates = context.index.named(element.imported).filter((each) => each.access === "path");
  if (candidates.length === 0) return [];
  const specifier = clause.specifier.text;
  const found: Found[] = [];
  for (const target of candidates) {
    const form: NameForm = clause.form === "export" ? "re-export" : clause.form === "import" ? "import" : "require";
    const base = { target, node: element.node, clause, element };
    if (specifier === target.module && target.container.length === 0) {
      found.push({ ...base, use: nameUse(form, element.nameNode, target.name, "it is imported from the module") });
    } else if (reachesTarget(element, target, context)) {
      const elsewhere = reExportsAll(clause.specifier, target.module, context) ? "re-exported" : "core";
      const use = nameUse(form, element.nameNode, target.name, "it is the same declaration by way of another module");
      found.push({ ...base, use, elsewhere });
    }
  }
  const direct = found.filter((each) => each.elsewhere === undefined);
  return direct.length > 0 ? direct : found;
}

/** True where an import leads straight to the core's declaration, not to a name that the dependent gave it. */
function reachesTarget(element: ClauseElement, target: ResolvedTarget, context: FinderContext): boolean {
  const { checker } = context.index;
  if (element.local === undefined) return false;
  const symbol = ts.isExportSpecifier(element.node)
    ? checker.getSymbolAtLocation(element.node.name)
    : checker.getSymbolAtLocation(element.local);
  if (symbol === undefined || !(symbol.flags & ts.SymbolFlags.Alias)) return false;
  const next = checker.getImmediateAliasedSymbol(symbol);
  const direct = next?.declarations?.every((each) => context.isCoreFile(each.getSourceFile())) === true;
  return direct && context.index.ofSymbol(followed(checker, symbol), target.name).includes(target);
}

/** True where a module of the dependent has an `export *` of the core's module, at first or second hand. */
function reExportsAll(specifier: ts.Expression, module: string, context: FinderContext, depth = 0): boolean {
  const file = context.index.checker.getSymbolAtLocation(specifier)?.declarations?.find(ts.isSourceFile);
  if (file === undefined || context.isCoreFile(file) || depth > 8) return false;
  return file.statements.some((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause !== undefined) return false;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return false;
    return moduleSpecifier.text === module || reExportsAll(moduleSpecifier, module, context, depth + 1);
  });
}

function nameUse(form: NameForm, node: ts.Node, name: string, reason: string): NameUse {
  const quoted = ts.isStringLiteralLike(node) ? 1 : 0;
  return {
    kind: "name",
    form,
    name,
    span: { start: node.getStart() + quoted, end: node.end - quoted },
    certainty: "certain",
    reason,
  };
}

function siteUses(
  node: ts.Identifier | ts.StringLiteralLike,
  clauses: readonly Clause[],
  context: FinderContext,
  mentionsCore: boolean,
): Found[] {
  return (
    pathUses(node, clauses, context) ?? declarationUses(node, context) ?? memberUses(node, context, mentionsCore) ?? []
  );
}

/** Names reached through a module or a namespace: `core.Old`, `utils.old`, `import("x").Old`. */
function pathUses(
  node: ts.Identifier | ts.StringLiteralLike,
  clauses: readonly Clause[],
  context: FinderContext,
): Found[] | undefined {
  const { index } = context;
  const { checker } = index;
  const candidates = index.named(node.text).filter((each) => each.access === "path");
  if (candidates.length === 0) return undefined;
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
      const named = specifier === target.module && target.container.length === scope.depth;
      if (confirmed && (sameScope || named) !== (elsewhere === undefined)) return [];
      if (!confirmed && (elsewhere !== undefined || !named || target.container.length > 0 || isKnown(symbol)))
        return [];
      const reason = confirmed ? "the checker says that the name is the core's" : "it is taken from the module";
      const use = nameUse(form, node, node.text, reason);
      return [{ use, target, node, ...(elsewhere === undefined ? {} : { elsewhere }) }];
    });
    if (found.length > 0) return found;
  }
  return undefined;
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
  /** Parts between the root and the name. */
  readonly depth: number;
}

/** What a name is taken from, where it is taken from something. */
function scopeOf(node: ts.Identifier | ts.StringLiteralLike, checker: ts.TypeChecker): Scope | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return expressionScope(parent.expression, checker);
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) {
    return expressionScope(parent.expression, checker);
  }
  if (ts.isQualifiedName(parent) && parent.right === node) {
    let root: ts.EntityName = parent.left;
    let depth = 0;
    for (; ts.isQualifiedName(root); root = root.left) depth += 1;
    return { form: "access", symbol: checker.getSymbolAtLocation(parent.left), root: typeRoot(parent, root), depth };
  }
  if (ts.isImportTypeNode(parent) && parent.qualifier === node) {
    return { form: "access", symbol: checker.getSymbolAtLocation(parent.argument), root: parent, depth: 0 };
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && isKeyOf(parent, node)) {
    const type = checker.getTypeAtLocation(parent.parent);
    return { form: "pattern", symbol: type.getSymbol(), type, root: undefined, depth: 0 };
  }
  return undefined;
}

/** In `import("x").A.B` the root is the import type, and `A` a part. */
function typeRoot(name: ts.QualifiedName, first: ts.Identifier): ts.Node {
  let outer: ts.Node = name;
  while (ts.isQualifiedName(outer.parent)) outer = outer.parent;
  return ts.isImportTypeNode(outer.parent) && outer.parent.qualifier === outer ? outer.parent : first;
}

function expressionScope(expression: ts.Expression, checker: ts.TypeChecker): Scope {
  let root: ts.Expression = expression;
  let depth = 0;
  for (; ts.isPropertyAccessExpression(root); root = root.expression) depth += 1;
  const symbol = checker.getSymbolAtLocation(expression);
  const isDirect = symbol !== undefined && isNamespace(followed(checker, symbol));
  return { form: "access", symbol: isDirect ? symbol : checker.getTypeAtLocation(expression).getSymbol(), root, depth };
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

/** Declarations of the core that the dependent merges with, or members that it overrides or implements. */
function declarationUses(node: ts.Identifier | ts.StringLiteralLike, context: FinderContext): Found[] | undefined {
  const { parent } = node;
  const { index } = context;
  if (!ts.isIdentifier(node) && !ts.isStringLiteral(node)) return undefined;
  const isMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isEnumMember(parent);
  const isType = ts.isInterfaceDeclaration(parent) || ts.isModuleDeclaration(parent);
  const isParameterProperty = ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent);
  if (!(isMember || isType || isParameterProperty) || parent.name !== node) return undefined;
  if (isMember && ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const targets = index.ofDeclaration(parent, node.text);
  if (targets.length === 0) return undefined;
  const quoted = ts.isStringLiteral(node) ? 1 : 0;
  const span = { start: node.getStart() + quoted, end: node.end - quoted };
  return targets.map((target): Found => {
    const reason = "it declares what the core declares";
    if (target.access === "path") return { use: nameUse("augmentation", node, node.text, reason), target, node };
    const notation = quoted === 1 ? "quoted" : "identifier";
    const certainty = isParameterProperty ? "possible" : "certain";
    return {
      use: { kind: "member", form: "declaration", name: node.text, notation, span, certainty, reason },
      target,
      node,
    };
  });
}

function memberUses(
  node: ts.Identifier | ts.StringLiteralLike,
  context: FinderContext,
  mentionsCore: boolean,
): Found[] | undefined {
  const { index } = context;
  const candidates = index.named(node.text).filter((each) => each.access === "member");
  if (candidates.length === 0) return undefined;
  const site = memberSite(index.checker, node);
  if (site === undefined) return enumInType(node, context);
  const type = site.type();
  const verdict = type === undefined ? undefined : index.ofMember(type, node.text);
  if (verdict === undefined) return undefined;
  if (verdict.certainty === "possible" && !isWorthAsking(site.receiver, verdict, mentionsCore, context))
    return undefined;
  const quoted = ts.isIdentifier(node) ? 0 : 1;
  const span = { start: node.getStart() + quoted, end: node.end - quoted };
  const { form, notation } = site;
  return verdict.targets
    .filter((target) => target.access === "member")
    .map((target) => ({
      use: {
        kind: "member",
        form,
        name: node.text,
        notation,
        span,
        certainty: verdict.certainty,
        reason: verdict.reason,
      },
      target,
      node,
    }));
}

/** `Enum.Member` and `Class.Member` where a type is expected. */
function enumInType(node: ts.Identifier | ts.StringLiteralLike, { index }: FinderContext): Found[] | undefined {
  const { parent } = node;
  if (!ts.isQualifiedName(parent) || parent.right !== node) return undefined;
  const symbol = index.checker.getSymbolAtLocation(node);
  const targets = symbol === undefined ? [] : index.ofSymbol(symbol, node.text);
  const span = { start: node.getStart(), end: node.end };
  return targets.map((target) => ({
    use: {
      kind: "member",
      form: "access",
      name: node.text,
      notation: "identifier",
      span,
      certainty: "certain",
      reason: "the checker says that the name is the core's",
    },
    target,
    node,
  }));
}

/** A name alone says little: ask only where the file uses the core and the receiver is not plainly another's. */
function isWorthAsking(
  receiver: ts.Node | undefined,
  verdict: Verdict,
  mentionsCore: boolean,
  context: FinderContext,
): boolean {
  if (verdict.isTyped) return true;
  if (!mentionsCore || receiver === undefined) return false;
  const root = rootOf(receiver);
  if (!ts.isIdentifier(root)) return root.kind === ts.SyntaxKind.ThisKeyword;
  if (!isScoped(root)) return false;
  const symbol = scopedSymbol(context.index.checker, root);
  const declaration = symbol?.declarations?.[0];
  if (declaration === undefined) return false;
  const specifier = importedFrom(declaration);
  return specifier === undefined || context.isCore(specifier);
}

function rootOf(node: ts.Node): ts.Node {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return rootOf(node.expression);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node)) {
    return rootOf(node.expression);
  }
  return node;
}

function importedFrom(declaration: ts.Declaration): string | undefined {
  let node: ts.Node = declaration;
  while (!ts.isStatement(node) && !ts.isSourceFile(node)) {
    if (ts.isVariableDeclaration(node) && node.initializer !== undefined) return loadedModule(node.initializer)?.text;
    node = node.parent;
  }
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) return node.moduleSpecifier.text;
  return undefined;
}

function sharesDeclaration(a: ts.Symbol, b: ts.Symbol): boolean {
  if (a === b) return true;
  return isNamespace(b) && (a.declarations ?? []).some((each) => b.declarations?.includes(each) === true);
}
