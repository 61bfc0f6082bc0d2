import { ts } from "ts-morph";
import { innermost } from "./innermost.js";
import { parseSource } from "./parse.js";

/** Start of the name that a property is looked up on: that of `b`, for `c` in `a.b.c`, `a?.b!["c"]` and `{ b: { c } }`. */
export type LookedUpOn = (property: number) => number | undefined;

/** Reads the text of a file with that name. */
export function lookupsIn(path: string, text: string): LookedUpOn {
  const file = parseSource(path, text, true);
  return (property) => holderOf(innermost(file, property))?.getStart(file);
}

function holderOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return nameOf(parent.expression);
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === node) return nameOf(parent.expression);
  if (!ts.isBindingElement(parent) || !ts.isBindingElement(parent.parent.parent)) return undefined;
  return parent.parent.parent.propertyName;
}

function nameOf(node: ts.Expression): ts.Node | undefined {
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return nameOf(node.expression);
  return ts.isPropertyAccessExpression(node) ? node.name : undefined;
}
