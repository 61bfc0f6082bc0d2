import { ts } from "ts-morph";

// Bound once: `ts` finds each of its names by way of two getters.
const {
  isBindingElement,
  isIdentifier,
  isJsxText,
  isObjectBindingPattern,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPrivateIdentifier,
  isPropertyAccessExpression,
  isQualifiedName,
  isStringLiteral,
  isTypeOperatorNode,
  SyntaxKind,
} = ts;

/** What a token stands for: itself, or a name that depends on whose body is asked for. */
const PLAIN = 0;
const VARIABLE = 1;
const KEY_OF_THIS = 2;

/** Kinds of nodes that say more than their kind. */
const TELLING = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
  SyntaxKind.JsxText,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.PostfixUnaryExpression,
  SyntaxKind.TypeOperator,
]);

/** Kinds of nodes that may name a property. */
const KEYED = new Set([
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.QualifiedName,
  SyntaxKind.ShorthandPropertyAssignment,
  SyntaxKind.BindingElement,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.JsxAttribute,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.PropertySignature,
  SyntaxKind.MethodSignature,
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
    const isShorthand = kind === SyntaxKind.ShorthandPropertyAssignment;
    this.#push(String(isShorthand ? SyntaxKind.PropertyAssignment : kind));
    if (TELLING.has(kind)) this.#push(tellingText(node), isName(node) ? VARIABLE : PLAIN);
    const key = KEYED.has(kind) ? propertyName(node, parent) : undefined;
    if (key === undefined) return undefined;
    this.#push(`.${key.text}`, isOnThis(node) ? KEY_OF_THIS : PLAIN);
    return isShorthand || (isBindingElement(node) && node.propertyName === undefined) ? undefined : key;
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
  if (node.kind === SyntaxKind.ParenthesizedExpression) return true;
  return node.kind === SyntaxKind.JsxText && (node as ts.JsxText).containsOnlyTriviaWhiteSpaces;
}

function isName(node: ts.Node): node is ts.Identifier | ts.PrivateIdentifier {
  return isIdentifier(node) || isPrivateIdentifier(node);
}

function tellingText(node: ts.Node): string {
  if (isName(node)) return node.text;
  if (isJsxText(node)) return JSON.stringify(node.text.trim());
  if (isPrefixUnaryExpression(node) || isPostfixUnaryExpression(node) || isTypeOperatorNode(node)) {
    return String(node.operator);
  }
  return "text" in node ? JSON.stringify(node.text) : "";
}

/** The part of a node that names a property and not a variable. `{ a }` is `{ a: a }`: a key and a variable. */
function propertyName(node: ts.Node, parent: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  if (isPropertyAccessExpression(node)) return keyText(node.name);
  if (isQualifiedName(node)) return node.right;
  if (isBindingElement(node)) {
    const hasKey = parent !== undefined && isObjectBindingPattern(parent) && node.dotDotDotToken === undefined;
    return hasKey ? keyText(node.propertyName ?? node.name) : undefined;
  }
  return "name" in node ? keyText(node.name as ts.Node | undefined) : undefined;
}

function keyText(name: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  return name !== undefined && (isIdentifier(name) || isStringLiteral(name)) ? name : undefined;
}

function isOnThis(node: ts.Node): boolean {
  return isPropertyAccessExpression(node) && node.expression.kind === SyntaxKind.ThisKeyword;
}
