import { ts } from "ts-morph";

/** Files without these words hold no warnings, and need not be looked through. */
export const SPEAKS_OF_OLD_NAMES = /deprecat|renamed|replaced|removed|no longer/i;
const TELLS = /deprecat|warn|error|trace|notice|once$/i;
const OLD_KEY = /^(?:deprecated|old|from|name|method|option|feature|what)(?:name|api)?$/i;
const NEW_KEY = /^(?:proposed|replacement|replaced_?by|instead|alternative|use|use_?instead|new|to)(?:name|api)?$/i;

/**
 * What a piece of code tells people at run time about an old name: `console.warn("a is deprecated, use b")`, `deprecate(fn, "use b")`,
 * `deprecated({ old: "a", replacement: "b" })`, `throw new Error("a was removed, use b")`, `@deprecated("use b")`. One text a call,
 * with `…` where a value is put in.
 */
export function warningTexts(node: ts.Node): string[] {
  const found: string[] = [];
  visit(node);
  return found;

  function visit(current: ts.Node): void {
    if (ts.isCallExpression(current) || ts.isNewExpression(current)) {
      const text = warningOf(current);
      if (text !== undefined) found.push(text);
    }
    ts.forEachChild(current, visit);
  }
}

function warningOf(call: ts.CallExpression | ts.NewExpression): string | undefined {
  const callee = calleeName(call.expression);
  if (!TELLS.test(callee)) return undefined;
  const text = (call.arguments ?? [])
    .map((argument) => literalText(argument))
    .filter((part) => part !== "")
    .join(" ")
    .replace(/\s+/g, " ");
  return text !== "" && (/deprecat/i.test(callee) || SPEAKS_OF_OLD_NAMES.test(text)) ? text : undefined;
}

function calleeName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}

/** The text of literals, of their concatenations and of an object's that name an old and a new name; "" for other expressions. */
function literalText(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join("");
  if (ts.isParenthesizedExpression(node)) return literalText(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(literalText).join(" ");
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return `${literalText(node.left) || "…"}${literalText(node.right) || "…"}`;
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "concat"
  )
    return [node.expression.expression, ...node.arguments].map((part) => literalText(part) || "…").join("");
  return ts.isObjectLiteralExpression(node) ? objectText(node) : "";
}

function objectText(node: ts.ObjectLiteralExpression): string {
  const parts = node.properties.flatMap((property) => {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) return [];
    const text = literalText(property.initializer);
    if (text === "") return [];
    if (text.includes(" ")) return [text];
    if (NEW_KEY.test(property.name.text)) return [`use \`${text}\``];
    return OLD_KEY.test(property.name.text) ? [`\`${text}\` is deprecated`] : [];
  });
  return parts.join(", ");
}
