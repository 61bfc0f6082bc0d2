import { ts } from "ts-morph";

/** What a token stands for: itself, or a name that depends on whose body is asked for. */
const PLAIN = 0;
const VARIABLE = 1;
const KEY_OF_THIS = 2;

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
  readonly #roles: number[] = [];

  get length(): number {
    return this.#tokens.length;
  }

  /** Notes what a node says before its children do. Returns the child that is said already. */
  open(node: ts.Node, parent: ts.Node | undefined): ts.Node | undefined {
    const { kind } = node;
    if (isLayout(node)) return undefined;
    const isShorthand = kind === ts.SyntaxKind.ShorthandPropertyAssignment;
    this.#push(String(isShorthand ? ts.SyntaxKind.PropertyAssignment : kind));
    if (TELLING.has(kind)) this.#push(tellingText(node), isName(node) ? VARIABLE : PLAIN);
    const key = KEYED.has(kind) ? propertyName(node, parent) : undefined;
    if (key === undefined) return undefined;
    this.#push(`.${key.text}`, isOnThis(node) ? KEY_OF_THIS : PLAIN);
    return isShorthand || (ts.isBindingElement(node) && node.propertyName === undefined) ? undefined : key;
  }

  close(node: ts.Node): void {
    if (!isLayout(node)) this.#push(")");
  }

  /**
   * The text of a part. Names in `locals` become their order of first appearance, `self` becomes a placeholder: two bodies that
   * differ only in those are equal. Names of properties are nobody's own, those of `self` on `this` aside.
   */
  text(start: number, end: number, locals: ReadonlySet<string>, self: string): string {
    const order = new Map<string, number>();
    const ownKey = `.${self}`;
    const parts = this.#tokens.slice(start, end);
    for (let i = 0; i < parts.length; i++) {
      const role = this.#roles[start + i];
      const token = parts[i] ?? "";
      if (role === VARIABLE) parts[i] = nameOf(token);
      else if (role === KEY_OF_THIS && token === ownKey) parts[i] = ".$self";
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

  #push(token: string, role = PLAIN): void {
    this.#tokens.push(token);
    this.#roles.push(role);
  }
}

/** Parentheses, and the white space between the lines of JSX. */
function isLayout(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ParenthesizedExpression) return true;
  return node.kind === ts.SyntaxKind.JsxText && (node as ts.JsxText).containsOnlyTriviaWhiteSpaces;
}

function isName(node: ts.Node): node is ts.Identifier | ts.PrivateIdentifier {
  return ts.isIdentifier(node) || ts.isPrivateIdentifier(node);
}

function tellingText(node: ts.Node): string {
  if (isName(node)) return node.text;
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
