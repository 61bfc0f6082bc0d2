import { ts } from "ts-morph";
import type { Draft } from "./declaration-builder.js";
import { derivation, merged } from "./derivation.js";
import {
  addMembers,
  addObjectMembers,
  addTypeMembers,
  callableParts,
  hasModifier,
  valueParts,
  type MemberContext,
} from "./members.js";
import { referencedTypes } from "./scope.js";
import { signatureOf } from "./signature.js";
import { entityText, nodeText, typeText } from "./type-text.js";
import { unwrap } from "./values.js";

/** The name that a declaration goes by, and its id, with what it is declared in. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export function declareFunction({ builder, file }: MemberContext, named: Named, node: ts.FunctionDeclaration): void {
  builder.add({ ...named, kind: "function", node, nameNode: node.name, ...callableParts(node, file) });
}

export function declareClass(context: MemberContext, named: Named, node: ts.ClassLikeDeclaration): void {
  context.builder.add({
    ...named,
    kind: "class",
    node,
    nameNode: node.name,
    heritage: heritageOf(node, context.file),
    typeNodes: [...(node.heritageClauses ?? []), ...(node.typeParameters ?? [])],
    unconstructible: isUnconstructible(node),
  });
  addMembers(context, named.id, node.members);
}

export function declareInterface(context: MemberContext, named: Named, node: ts.InterfaceDeclaration): void {
  const { file, builder } = context;
  builder.add({
    ...named,
    kind: "interface",
    node,
    nameNode: node.name,
    signatures: node.members.filter(ts.isCallSignatureDeclaration).map((member) => signatureOf(member, file)),
    heritage: heritageOf(node, file),
    derived: merged((node.heritageClauses ?? []).flatMap(({ types }) => types.map(derivation))),
    typeNodes: [...(node.heritageClauses ?? []), ...(node.typeParameters ?? [])],
  });
  addMembers(context, named.id, node.members);
}

export function declareEnum(context: MemberContext, named: Named, node: ts.EnumDeclaration): void {
  context.builder.add({ ...named, kind: "enum", node, nameNode: node.name });
  addMembers(context, named.id, node.members);
}

export function declareType(context: MemberContext, named: Named, node: ts.TypeAliasDeclaration): void {
  const reference = ts.isTypeReferenceNode(node.type) ? entityText(node.type.typeName) : undefined;
  const same = reference !== undefined && passesParametersOn(node);
  context.builder.add({
    ...named,
    kind: "type",
    node,
    nameNode: node.name,
    ...aliased(node.type, context.file),
    aliasOf: same ? reference : undefined,
    ...literalsOf(node.type),
    derived: merged([
      derivation(node.type),
      { from: reference === undefined || same ? [] : [reference], wrapped: [], omits: [] },
    ]),
    heritage: ts.isIntersectionTypeNode(node.type) ? referencedTypes(node.type) : [],
    typeNodes: [node.type],
  });
  addTypeMembers(context, named.id, node.type);
}

/** Literals are known by their members and functions by their signature, other types by their text. */
function aliased(type: ts.TypeNode, file: ts.SourceFile): Pick<Draft, "signatures" | "type"> {
  if (ts.isFunctionTypeNode(type)) return { signatures: [signatureOf(type, file)] };
  return ts.isTypeLiteralNode(type) ? {} : { type: typeText(type, file) };
}

/** One name of a declaration; `docNode` is the statement that this is in. */
export function declareVariable(
  context: MemberContext,
  named: Named,
  node: ts.VariableDeclaration,
  docNode: ts.VariableStatement,
): void {
  const initializer = ts.isIdentifier(node.name) ? node.initializer : undefined;
  const value = initializer === undefined ? undefined : unwrap(initializer);
  if (value !== undefined && ts.isClassExpression(value)) return declareClass(context, named, value);
  const parts = valueParts(node.type, initializer, context.file);
  context.builder.add({ ...named, kind: kindOf(parts), node, docNode, nameNode: node.name, ...parts });
  if (node.type !== undefined) addTypeMembers(context, named.id, node.type);
  if (initializer !== undefined) addObjectMembers(context, named.id, initializer);
}

/** What is exported without a name of its own. */
export function declareExported(context: MemberContext, named: Named, node: ts.ExportAssignment): void {
  const expression = unwrap(node.expression);
  if (ts.isClassExpression(expression)) return declareClass(context, named, expression);
  const parts = valueParts(undefined, expression, context.file);
  context.builder.add({ ...named, kind: kindOf(parts), node, ...parts });
  addObjectMembers(context, named.id, expression);
}

function kindOf({ signatures }: Pick<Draft, "signatures">): "function" | "constant" {
  return (signatures?.length ?? 0) > 0 ? "function" : "constant";
}

function heritageOf(node: ts.ClassLikeDeclaration | ts.InterfaceDeclaration, file: ts.SourceFile): string[] {
  return (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => nodeText(type.expression, file)));
}

/** The strings of `"a" | "b"`. */
function literalsOf(type: ts.TypeNode): Pick<Draft, "literals"> {
  const parts = ts.isUnionTypeNode(type) ? type.types : [type];
  const literals = parts.flatMap((part) =>
    ts.isLiteralTypeNode(part) && ts.isStringLiteralLike(part.literal) ? [part.literal.text] : [],
  );
  return literals.length === 0 || literals.length < parts.length ? {} : { literals };
}

/** Whether `type A<T> = B<T>` is just another name: no argument is anything but a parameter of its own. */
function passesParametersOn({ type, typeParameters }: ts.TypeAliasDeclaration): boolean {
  if (!ts.isTypeReferenceNode(type)) return false;
  const own = new Set(typeParameters?.map(({ name }) => name.text));
  return (type.typeArguments ?? []).every(
    (argument) => ts.isTypeReferenceNode(argument) && own.has(entityText(argument.typeName)),
  );
}

function isUnconstructible(node: ts.ClassLikeDeclaration): boolean {
  if (hasModifier(node, ts.SyntaxKind.AbstractKeyword)) return true;
  return node.members.some(
    (member) =>
      ts.isConstructorDeclaration(member) &&
      (hasModifier(member, ts.SyntaxKind.PrivateKeyword) || hasModifier(member, ts.SyntaxKind.ProtectedKeyword)),
  );
}
