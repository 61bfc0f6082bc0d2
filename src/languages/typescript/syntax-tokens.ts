import { ts } from "ts-morph";

/** A token that begins with one of these stands for a name that depends on whose body is asked for. */
const VARIABLE = "\0";
const KEY_OF_THIS = "\x01";

/** Kinds of nodes that say more than their kind. */
const TELLING = new Set([
  ts.SyntaxKind.Identifier,
  ts.SyntaxKind.PrivateIdentifier,
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.BigIntLiteral,
  ts.SyntaxKind.StringLiteral,
  ts.SyntaxKind.RegularExpressionLiteral,
  ts.SyntaxKind.NoSubstitutionTemplateLiteral,
  ts.SyntaxKind.TemplateHead,
  ts.SyntaxKind.TemplateMiddle,
  ts.SyntaxKind.TemplateTail,
  ts.SyntaxKind.JsxText,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TypeOperator,
]);

/** Kinds of nodes that may name a property. */
const KEYED = new Set([
  ts.SyntaxKind.PropertyAccessExpression,
  ts.SyntaxKind.QualifiedName,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.BindingElement,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.JsxAttribute,
  ts.SyntaxKind.PropertyDeclaration,
  ts.SyntaxKind.MethodDeclaration,
  ts.SyntaxKind.GetAccessor,
  ts.SyntaxKind.SetAccessor,
  ts.SyntaxKind.PropertySignature,
  ts.SyntaxKind.MethodSignature,
]);

/**
 * Syntax as text, one token a syntax node, so that layout, comments and parentheses do not matter. A walk opens and closes each
 * node; what lies between two lengths is the text of the nodes that were closed in between.
 */
export class SyntaxTokens {
  readonly #tokens: string[] = [];

  get length(): number {
    return this.#tokens.length;
  }

  /** Notes what a node says before its children do. Returns the child that is said already. */
  open(node: ts.Node, parent: ts.Node | undefined): ts.Node | undefined {
    const { kind } = node;
    if (isLayout(node)) return undefined;
    const isShorthand = kind === ts.SyntaxKind.ShorthandPropertyAssignment;
    this.#tokens.push(String(isShorthand ? ts.SyntaxKind.PropertyAssignment : kind));
    if (TELLING.has(kind)) this.#tokens.push(tellingToken(node));
    const key = KEYED.has(kind) ? propertyName(node, parent) : undefined;
    if (key === undefined) return undefined;
    this.#tokens.push(isOnThis(node) ? KEY_OF_THIS + key.text : `.${key.text}`);
    return isShorthand || (ts.isBindingElement(node) && node.propertyName === undefined) ? undefined : key;
  }

  close(node: ts.Node): void {
    if (!isLayout(node)) this.#tokens.push(")");
  }

  /**
   * The text of a part. Names in `locals` become their order of first appearance, `self` becomes a placeholder: two bodies that
   * differ only in those are equal. Names of properties are nobody's own, those of `self` on `this` aside.
   */
  text(start: number, end: number, locals: ReadonlySet<string>, self: string): string {
    const order = new Map<string, number>();
    const parts = this.#tokens.slice(start, end);
    for (const [i, token] of parts.entries()) {
      if (token.startsWith(VARIABLE)) parts[i] = nameOf(token.slice(1));
      else if (token.startsWith(KEY_OF_THIS)) parts[i] = `.${token.slice(1) === self ? "$self" : token.slice(1)}`;
    }
    return parts.join(" ");

    function nameOf(name: string): string {
      if (name === self) return "$self";
      if (!locals.has(name)) return name;
      let position = order.get(name);
      if (position === undefined) order.set(name, (position = order.size));
      return `$${position}`;
    }
  }
}

/** Parentheses, and the white space between the lines of JSX. */
function isLayout(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ParenthesizedExpression) return true;
  return node.kind === ts.SyntaxKind.JsxText && (node as ts.JsxText).containsOnlyTriviaWhiteSpaces;
}

function tellingToken(node: ts.Node): string {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return VARIABLE + node.text;
  if (ts.isJsxText(node)) return JSON.stringify(node.text.trim());
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) || ts.isTypeOperatorNode(node)) {
    return String(node.operator);
  }
  return "text" in node ? JSON.stringify(node.text) : "";
}

/** The part of a node that names a property and not a variable. `{ a }` is `{ a: a }`: a key and a variable. */
function propertyName(node: ts.Node, parent: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  if (ts.isPropertyAccessExpression(node)) return keyText(node.name);
  if (ts.isQualifiedName(node)) return node.right;
  if (ts.isBindingElement(node)) {
    const hasKey = parent !== undefined && ts.isObjectBindingPattern(parent) && node.dotDotDotToken === undefined;
    return hasKey ? keyText(node.propertyName ?? node.name) : undefined;
  }
  return "name" in node ? keyText(node.name as ts.Node | undefined) : undefined;
}

function keyText(name: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name : undefined;
}

function isOnThis(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}
