import { ts } from "ts-morph";
import { type FinderContext, spanOf } from "./found.js";
import type { Span } from "./use.js";
import type { TypePlace } from "./ways.js";

/** In `root.property.member`, the property that a member is taken from. */
export interface ReceivingProperty {
  readonly span: Span;
  /** The core's type that has the property. */
  readonly owner: TypePlace;
}

/** What a member is taken from. */
export interface Receiver {
  /** Undefined for what is no `receiver.member`. */
  readonly property: ReceivingProperty | undefined;
}

/** Undefined for a static member: its receiver is a class, which has none of its instances' properties. */
export function receiverOf(node: ts.Node, { index: { checker }, exportedAs }: FinderContext): Receiver | undefined {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return undefined;
  if (checker.getSymbolAtLocation(node)?.declarations?.some(isStatic) === true) return undefined;
  const { expression } = parent;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.name)) return { property: undefined };
  const type = checker.getNonNullableType(checker.getTypeAtLocation(expression.expression));
  const symbol = type.getSymbol();
  const owner = symbol && exportedAs(symbol);
  return { property: owner && { span: spanOf(expression.name), owner } };
}

function isStatic(declaration: ts.Declaration): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Static) !== 0;
}
