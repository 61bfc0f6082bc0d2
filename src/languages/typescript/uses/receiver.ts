import { ts } from "ts-morph";
import { type FinderContext, spanOf } from "./found.js";
import type { Span } from "./use.js";

/** In `root.property.member`, the property that a member is taken from. */
export interface ReceivingProperty {
  readonly span: Span;
  /** Name of the core's type that has the property. */
  readonly owner: string;
}

/** What a member is taken from: undefined for what is no `receiver.member`. */
export interface Receiver {
  readonly property: ReceivingProperty | undefined;
}

export function receiverOf(node: ts.Node, { index, isCoreFile }: FinderContext): Receiver | undefined {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) return undefined;
  const { expression } = parent;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.name)) return { property: undefined };
  const type = index.checker.getNonNullableType(index.checker.getTypeAtLocation(expression.expression));
  const owner = type.getSymbol();
  const isCore = owner?.declarations?.some((each) => isCoreFile(each.getSourceFile())) === true;
  return { property: isCore ? { span: spanOf(expression.name), owner: owner.name } : undefined };
}
