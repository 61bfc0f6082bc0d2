import { ts } from "ts-morph";
import { type FinderContext, type Found, nameUse, spanOf } from "./found.js";

/** Declarations of the core that the dependent merges with, or members that it overrides or implements. */
export function declarationUses(
  node: ts.Identifier | ts.StringLiteralLike,
  context: FinderContext,
): Found[] | undefined {
  const { parent } = node;
  const { index } = context;
  if (!ts.isIdentifier(node) && !ts.isStringLiteral(node)) return undefined;
  const isMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isEnumMember(parent);
  const isType = ts.isInterfaceDeclaration(parent) || ts.isModuleDeclaration(parent);
  const isParameterProperty = ts.isParameter(parent) && ts.isParameterPropertyDeclaration(parent, parent.parent);
  if (!(isMember || isType || isParameterProperty) || parent.name !== node) return undefined;
  if (isMember && ts.isObjectLiteralExpression(parent.parent)) return undefined;
  const targets = index.ofDeclaration(parent, node.text);
  if (targets.length === 0) return undefined;
  const span = spanOf(node);
  return targets.map((target): Found => {
    const reason = "it declares what the core declares";
    if (target.access === "path") return { use: nameUse("augmentation", node, node.text, reason), target, node };
    const notation = ts.isIdentifier(node) ? "identifier" : "quoted";
    const certainty = isParameterProperty ? "possible" : "certain";
    return {
      use: { kind: "member", form: "declaration", name: node.text, notation, span, certainty, reason },
      target,
      node,
    };
  });
}
