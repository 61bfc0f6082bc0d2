import { ts } from "ts-morph";
import { tidyType } from "./tidy-type.js";

// Bound once: `ts` finds each of its names by way of two getters.
const {
  createPrinter,
  createScanner,
  forEachChild,
  isExpressionWithTypeArguments,
  isIdentifier,
  isImportTypeNode,
  isTypeQueryNode,
  isTypeReferenceNode,
  SyntaxKind,
} = ts;

/** A node's source on one line: comments dropped, white space collapsed, double quotes. */
export function nodeText(node: ts.Node, file: ts.SourceFile): string {
  const raw = file.text.slice(node.getStart(file, false), node.end);
  const bare = raw.includes("/*") || raw.includes("//") ? withoutComments(raw) : raw;
  return bare
    .replace(/\s+/g, " ")
    .replace(/'([^'"\\]*)'/g, '"$1"')
    .trim();
}

/** Long enough for every signature that a person would read, short enough for a manifest. */
const DEFAULT_LIMIT = 400;

const PRINTER = createPrinter({ removeComments: true });

/** A type in one layout, see `tidyType`. */
export function typeText(node: ts.TypeNode, file: ts.SourceFile, limit = DEFAULT_LIMIT): string {
  const raw = file.text.slice(node.getStart(file, false), node.end);
  if (/^[\w$.]*$/.test(raw)) return raw;
  // Only the printer knows which line breaks separate members.
  const text = tidyType(/[\n/]/.test(raw) ? PRINTER.printNode(ts.EmitHint.Unspecified, node, file) : raw);
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Identifiers that a type mentions, the first part of dotted names, sorted. */
export function typeReferences(nodes: readonly (ts.Node | undefined)[]): string[] {
  const names = new Set<string>();
  for (const node of nodes) if (node !== undefined) visit(node);
  return [...names].sort();

  function visit(node: ts.Node): void {
    if (isTypeReferenceNode(node)) names.add(rightmost(node.typeName));
    else if (isExpressionWithTypeArguments(node) && isIdentifier(node.expression)) names.add(node.expression.text);
    else if (isImportTypeNode(node) && node.qualifier !== undefined) names.add(rightmost(node.qualifier));
    else if (isTypeQueryNode(node)) names.add(rightmost(node.exprName));
    forEachChild(node, visit);
  }
}

/** `a.b.c` */
export function entityText(name: ts.EntityName): string {
  return isIdentifier(name) ? name.text : `${entityText(name.left)}.${name.right.text}`;
}

function rightmost(name: ts.EntityName): string {
  return isIdentifier(name) ? name.text : name.right.text;
}

function withoutComments(text: string): string {
  const scanner = createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, text);
  let result = "";
  let previousEnd = 0;
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    const start = scanner.getTokenStart();
    if (start > previousEnd) result += " ";
    result += scanner.getTokenText();
    previousEnd = scanner.getTokenEnd();
  }
  return result;
}
