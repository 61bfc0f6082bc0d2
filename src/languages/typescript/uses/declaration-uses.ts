import { ts } from "ts-morph";
import { type FinderContext, type Found, nameUse, spanOf } from "./found.js";
import { isScoped, scopedSymbol } from "./identifiers.js";

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
  if (!(isMember || isType || isParameterProperty) || parent.name !== node) {
    return ts.isIdentifier(node) ? scopeUses(node, context) : undefined;
  }
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

/** Names that are in scope in `declare module "core" { … }` because the core exports them. */
function scopeUses(node: ts.Identifier, { index }: FinderContext): Found[] | undefined {
  const isAugmenting = ts.findAncestor(node, (each) => ts.isModuleDeclaration(each) && ts.isStringLiteral(each.name));
  if (isAugmenting === undefined || !isScoped(node)) return undefined;
  const symbol = scopedSymbol(index.checker, node);
  if (symbol === undefined || symbol.flags & ts.SymbolFlags.Alias) return undefined;
  const reason = "it is in scope of what the core declares";
  const targets = index.ofSymbol(symbol, node.text).filter(({ access }) => access === "path");
  if (targets.length === 0) return undefined;
  return targets.map((target) => ({ use: nameUse("augmentation", node, node.text, reason), target, node }));
}
