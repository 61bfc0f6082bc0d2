import { ts } from "ts-morph";

/** A statement that takes names out of a module, in whichever form. */
export interface Clause {
  readonly form: "import" | "export" | "pattern";
  readonly statement: ts.Statement | ts.JSDocImportTag;
  readonly specifier: ts.StringLiteralLike;
  readonly typeOnly: boolean;
  /** Names in braces; undefined where there are no braces. */
  readonly list: ts.NamedImports | ts.NamedExports | ts.ObjectBindingPattern | undefined;
  readonly elements: readonly ClauseElement[];
  /** The name bound to the whole module. */
  readonly namespace: ts.Identifier | undefined;
  /** What a pattern is taken from, such as `await import("x")`. */
  readonly source: ts.Expression | undefined;
  /** False where something is taken that cannot be told apart by name, such as a rest element. */
  readonly divisible: boolean;
}

export interface ClauseElement {
  readonly node: ts.ImportSpecifier | ts.ExportSpecifier | ts.BindingElement | ts.ImportClause | ts.Identifier;
  /** The name in the module, `default` for a default import. */
  readonly imported: string;
  /** Where that name is written. */
  readonly nameNode: ts.Node;
  /** The local name, or the public one of a re-export. */
  readonly local: ts.Identifier | ts.StringLiteral | undefined;
  readonly aliased: boolean;
  readonly typeOnly: boolean;
}

/** The clause that a node is, where it is one. */
export function clauseAt(node: ts.Node): Clause | undefined {
  if (ts.isImportDeclaration(node) || ts.isJSDocImportTag(node)) return importClause(node);
  if (ts.isExportDeclaration(node)) return exportClause(node);
  if (ts.isImportEqualsDeclaration(node)) return importEquals(node);
  if (ts.isVariableDeclaration(node)) return requireClause(node);
  return undefined;
}

function importClause(node: ts.ImportDeclaration | ts.JSDocImportTag): Clause | undefined {
  const { importClause: clause, moduleSpecifier } = node;
  if (clause === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  const { namedBindings } = clause;
  const list = namedBindings !== undefined && ts.isNamedImports(namedBindings) ? namedBindings : undefined;
  const elements: ClauseElement[] = [];
  if (clause.name !== undefined) {
    elements.push({
      node: clause,
      imported: "default",
      nameNode: clause.name,
      local: clause.name,
      aliased: true,
      typeOnly: false,
    });
  }
  for (const each of list?.elements ?? []) elements.push(specifierElement(each));
  return {
    form: "import",
    statement: node,
    specifier: moduleSpecifier,
    typeOnly: clause.phaseModifier === ts.SyntaxKind.TypeKeyword || ts.isJSDocImportTag(node),
    list,
    elements,
    namespace: namedBindings !== undefined && ts.isNamespaceImport(namedBindings) ? namedBindings.name : undefined,
    source: undefined,
    divisible: node.attributes === undefined && ts.isImportDeclaration(node),
  };
}

function exportClause(node: ts.ExportDeclaration): Clause | undefined {
  const { exportClause: clause, moduleSpecifier } = node;
  if (clause === undefined || moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return undefined;
  if (!ts.isNamedExports(clause)) return undefined;
  return {
    form: "export",
    statement: node,
    specifier: moduleSpecifier,
    typeOnly: node.isTypeOnly,
    list: clause,
    elements: clause.elements.map(specifierElement),
    namespace: undefined,
    source: undefined,
    divisible: node.attributes === undefined,
  };
}

function specifierElement(node: ts.ImportSpecifier | ts.ExportSpecifier): ClauseElement {
  const nameNode = node.propertyName ?? node.name;
  return {
    node,
    imported: nameNode.text,
    nameNode,
    local: node.name,
    aliased: node.propertyName !== undefined,
    typeOnly: node.isTypeOnly,
  };
}

function importEquals(node: ts.ImportEqualsDeclaration): Clause | undefined {
  const reference = node.moduleReference;
  if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteral(reference.expression)) return undefined;
  return {
    form: "import",
    statement: node,
    specifier: reference.expression,
    typeOnly: node.isTypeOnly,
    list: undefined,
    elements: [],
    namespace: node.name,
    source: undefined,
    divisible: false,
  };
}

/** `const { a } = require("x")`, `const x = await import("x")`. */
function requireClause(node: ts.VariableDeclaration): Clause | undefined {
  const specifier = node.initializer === undefined ? undefined : loadedModule(node.initializer);
  const statement = node.parent.parent;
  if (specifier === undefined || !ts.isVariableStatement(statement)) return undefined;
  const pattern = ts.isObjectBindingPattern(node.name) ? node.name : undefined;
  const elements = pattern?.elements.flatMap((each) => patternElement(each) ?? []) ?? [];
  return {
    form: "pattern",
    statement,
    specifier,
    typeOnly: false,
    list: pattern,
    elements,
    namespace: ts.isIdentifier(node.name) ? node.name : undefined,
    source: node.initializer,
    divisible:
      statement.declarationList.declarations.length === 1 &&
      isStatementList(statement.parent) &&
      statement.modifiers === undefined &&
      elements.length === (pattern?.elements.length ?? 0),
  };
}

function patternElement(node: ts.BindingElement): ClauseElement | undefined {
  const nameNode = node.propertyName ?? node.name;
  if (node.dotDotDotToken !== undefined) return undefined;
  if (!ts.isIdentifier(nameNode) && !ts.isStringLiteral(nameNode)) return undefined;
  return {
    node,
    imported: nameNode.text,
    nameNode,
    local: ts.isIdentifier(node.name) ? node.name : undefined,
    aliased: node.propertyName !== undefined,
    typeOnly: false,
  };
}

/** Functions of test runners that load a module as it is; some give a promise. */
const LOADERS = ["requireActual", "requireMock", "importActual", "importMock"];

/** The specifier in `require("x")`, `await import("x")` or `jest.requireActual("x")`. */
export function loadedModule(node: ts.Expression): ts.StringLiteralLike | undefined {
  const inner = withoutParentheses(node);
  const call = ts.isAwaitExpression(inner) ? withoutParentheses(inner.expression) : inner;
  if (!ts.isCallExpression(call)) return undefined;
  const dynamic = call.expression.kind === ts.SyntaxKind.ImportKeyword && call !== inner;
  const required = ts.isIdentifier(call.expression) && call.expression.text === "require";
  const actual = ts.isPropertyAccessExpression(call.expression) && LOADERS.includes(call.expression.name.text);
  const [argument] = call.arguments;
  if (!(dynamic || required || actual) || argument === undefined || !ts.isStringLiteralLike(argument)) return undefined;
  return argument;
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

function isStatementList(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
}
