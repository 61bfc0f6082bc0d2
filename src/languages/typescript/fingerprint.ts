import { ts } from "ts-morph";
import { blake3Hex } from "../../domain/hash.js";

/**
 * The syntax of a node as text, one token a syntax node, so that layout, comments and parentheses do not matter. Names in `locals`
 * become their order of first appearance, `self` becomes a placeholder: two bodies that differ only in those are equal. Names of
 * properties are nobody's own, those of `self` on `this` aside.
 */
export function syntaxText(node: ts.Node, locals: ReadonlySet<string> = new Set(), self?: string): string {
  const order = new Map<string, number>();
  const parts: string[] = [];
  visit(node);
  return parts.join(" ");

  function visit(current: ts.Node, parent?: ts.Node): void {
    if (ts.isParenthesizedExpression(current)) return visit(current.expression, current);
    parts.push(String(ts.isShorthandPropertyAssignment(current) ? ts.SyntaxKind.PropertyAssignment : current.kind));
    if (ts.isIdentifier(current) || ts.isPrivateIdentifier(current)) parts.push(nameOf(current.text));
    else if (ts.isLiteralExpression(current) || isTemplatePart(current)) parts.push(JSON.stringify(current.text));
    else if (ts.isJsxText(current)) parts.push(JSON.stringify(current.text.trim()));
    else if (ts.isPrefixUnaryExpression(current) || ts.isPostfixUnaryExpression(current)) {
      parts.push(String(current.operator));
    } else if (ts.isTypeOperatorNode(current)) parts.push(String(current.operator));
    const key = propertyName(current, parent);
    if (key !== undefined) parts.push(`.${isOnThis(current) && key.text === self ? "$self" : key.text}`);
    ts.forEachChild(current, (child) => {
      if (child !== key || isShorthand(current)) visit(child, current);
    });
    parts.push(")");
  }

  function nameOf(name: string): string {
    if (name === self) return "$self";
    if (!locals.has(name)) return name;
    let position = order.get(name);
    if (position === undefined) order.set(name, (position = order.size));
    return `$${position}`;
  }
}

function isTemplatePart(node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);
}

/** The part of a node that names a property and not a variable. */
function propertyName(node: ts.Node, parent: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  if (ts.isPropertyAccessExpression(node)) return keyText(node.name);
  if (ts.isQualifiedName(node)) return node.right;
  if (ts.isShorthandPropertyAssignment(node)) return node.name;
  if (ts.isBindingElement(node)) {
    const hasKey = parent !== undefined && ts.isObjectBindingPattern(parent) && node.dotDotDotToken === undefined;
    return hasKey ? keyText(node.propertyName ?? node.name) : undefined;
  }
  return ts.isPropertyAssignment(node) || ts.isClassElement(node) || ts.isTypeElement(node) || ts.isJsxAttribute(node)
    ? keyText(node.name)
    : undefined;
}

function keyText(name: ts.Node | undefined): ts.Identifier | ts.StringLiteral | undefined {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name : undefined;
}

/** `{ a }` is `{ a: a }`: a key and a variable. */
function isShorthand(node: ts.Node): boolean {
  return ts.isShorthandPropertyAssignment(node) || (ts.isBindingElement(node) && node.propertyName === undefined);
}

function isOnThis(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword;
}

/** Short BLAKE3 (16 hex digits) for signatures and bodies. */
export function fingerprint(text: string): string {
  return blake3Hex(text).slice(0, 16);
}
