import { ts } from "ts-morph";
import type { Declaration } from "../../domain/symbol.js";
import type { DeclarationBuilder, Draft } from "./declaration-builder.js";
import { signatureOf } from "./signature.js";
import { entityText, nodeText, typeText } from "./type-text.js";
import { literalText, referenceText, unwrap } from "./values.js";

/** Nested type literals are followed this deep: `options.retry.delay` is depth 2. */
const MAX_DEPTH = 4;

export interface MemberContext {
  readonly file: ts.SourceFile;
  readonly builder: DeclarationBuilder;
}

/** Adds the members of a class, interface, type literal or enum under `container`. Private ones are nobody's API. */
export function addMembers(
  context: MemberContext,
  container: string,
  members: readonly (ts.ClassElement | ts.TypeElement | ts.EnumMember)[],
  depth = 0,
): void {
  if (depth > MAX_DEPTH) return;
  for (const member of members) addMember(context, container, member, depth);
}

function addMember(
  context: MemberContext,
  container: string,
  member: ts.ClassElement | ts.TypeElement | ts.EnumMember,
  depth: number,
): void {
  const { file, builder } = context;
  const visibility = visibilityOf(member);
  if (visibility === "private") return;
  if (ts.isConstructorDeclaration(member) || ts.isConstructSignatureDeclaration(member)) {
    const name = "constructor";
    const id = `${container}.${name}`;
    builder.add({ id, name, kind: name, node: member, ...callableParts(member, file), visibility }, container);
    if (ts.isConstructorDeclaration(member)) addParameterProperties(context, container, member);
    return;
  }
  if (member.name === undefined) return;
  const name = memberName(member.name, file);
  if (name === undefined) return;
  const id = `${container}.${name}`;
  const common = {
    id,
    name,
    node: member,
    nameNode: member.name,
    static: hasModifier(member, ts.SyntaxKind.StaticKeyword),
    optional: "questionToken" in member && member.questionToken !== undefined,
    visibility,
  };
  if (ts.isEnumMember(member)) {
    const value = member.initializer === undefined ? undefined : nodeText(member.initializer, file);
    builder.add({ id, name, kind: "enum-member", node: member, value }, container);
  } else if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) {
    builder.add({ ...common, kind: "method", ...callableParts(member, file) }, container);
  } else if (ts.isGetAccessor(member) || ts.isSetAccessor(member)) {
    const type = ts.isGetAccessor(member) ? member.type : member.parameters[0]?.type;
    const types = type === undefined ? {} : { type: typeText(type, file), typeNodes: [type] };
    builder.add({ ...common, kind: "accessor", ...types, body: member.body }, container);
  } else if (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) {
    const initializer = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    builder.add({ ...common, kind: "property", ...valueParts(member.type, initializer, file) }, container);
    if (member.type !== undefined) addTypeMembers(context, id, member.type, depth + 1);
    if (initializer !== undefined) addObjectMembers(context, id, initializer, depth + 1);
  }
}

/** Members that a type brings along: those of a literal, and of the literals in an intersection. */
export function addTypeMembers(context: MemberContext, container: string, type: ts.TypeNode, depth = 0): void {
  const bare = ts.isParenthesizedTypeNode(type) ? type.type : type;
  if (ts.isTypeLiteralNode(bare)) addMembers(context, container, bare.members, depth);
  else if (ts.isIntersectionTypeNode(bare))
    for (const part of bare.types) addTypeMembers(context, container, part, depth);
}

/** Members of a constant object, the JavaScript namespace: `export const utils = { read, write() {} }`. */
export function addObjectMembers(
  context: MemberContext,
  container: string,
  expression: ts.Expression,
  depth = 0,
): void {
  const object = unwrap(expression);
  if (!ts.isObjectLiteralExpression(object) || depth > MAX_DEPTH) return;
  const { file, builder } = context;
  for (const property of object.properties) {
    if (property.name === undefined) continue;
    const name = memberName(property.name, file);
    if (name === undefined) continue;
    const common = { id: `${container}.${name}`, name, node: property };
    if (ts.isMethodDeclaration(property)) {
      builder.add({ ...common, kind: "method", ...callableParts(property, file) }, container);
    } else if (ts.isPropertyAssignment(property)) {
      const { initializer } = property;
      builder.add({ ...common, kind: "property", ...valueParts(undefined, initializer, file) }, container);
      addObjectMembers(context, common.id, initializer, depth + 1);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      builder.add({ ...common, kind: "property", aliasOf: name }, container);
    } else if (ts.isAccessor(property)) {
      builder.add({ ...common, kind: "accessor" }, container);
    }
  }
}

/** Signature and body of what is declared as something to call. */
export function callableParts(
  node: ts.SignatureDeclarationBase & { readonly body?: ts.Node | undefined },
  file: ts.SourceFile,
): Pick<Draft, "signatures" | "typeNodes" | "body"> {
  return { signatures: [signatureOf(node, file)], typeNodes: signatureTypes(node), body: node.body };
}

/** Type, value, alias and call signature of a variable or property. A function in a variable has its signature and body. */
export function valueParts(
  type: ts.TypeNode | undefined,
  initializer: ts.Expression | undefined,
  file: ts.SourceFile,
): Pick<Draft, "signatures" | "type" | "typeNodes" | "value" | "aliasOf" | "body"> {
  const value = initializer === undefined ? undefined : unwrap(initializer);
  const callable =
    type !== undefined && ts.isFunctionTypeNode(type)
      ? type
      : value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
        ? value
        : undefined;
  const literal = value === undefined ? undefined : literalText(value, file);
  const alias = value === undefined ? typeAlias(type) : referenceText(value);
  const showType = type !== undefined && !ts.isTypeLiteralNode(type) && !ts.isFunctionTypeNode(type);
  return {
    signatures: callable === undefined ? undefined : [signatureOf(callable, file)],
    type: showType ? typeText(type, file) : undefined,
    typeNodes: callable === undefined ? [type] : signatureTypes(callable),
    value: literal,
    aliasOf: alias,
    body: literal === undefined && alias === undefined ? value : undefined,
  };
}

export function signatureTypes(node: ts.SignatureDeclarationBase): (ts.Node | undefined)[] {
  return [...node.parameters.map((parameter) => parameter.type), node.type, ...(node.typeParameters ?? [])];
}

export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** `typeof x` as a variable's type makes the variable another name of `x`. */
function typeAlias(type: ts.TypeNode | undefined): string | undefined {
  if (type === undefined || !ts.isTypeQueryNode(type)) return undefined;
  return entityText(type.exprName);
}

function addParameterProperties(context: MemberContext, container: string, node: ts.ConstructorDeclaration): void {
  for (const parameter of node.parameters) {
    if (!ts.isParameterPropertyDeclaration(parameter, node) || !ts.isIdentifier(parameter.name)) continue;
    const visibility = visibilityOf(parameter);
    if (visibility === "private") continue;
    const { name, type } = parameter;
    const types = type === undefined ? {} : { type: typeText(type, context.file), typeNodes: [type] };
    const id = `${container}.${name.text}`;
    context.builder.add({ id, name: name.text, kind: "property", node: parameter, ...types, visibility }, container);
  }
}

function memberName(name: ts.PropertyName, file: ts.SourceFile): string | undefined {
  if (ts.isPrivateIdentifier(name)) return undefined;
  if (ts.isComputedPropertyName(name)) {
    return ts.isStringLiteralLike(name.expression) ? name.expression.text : nodeText(name, file);
  }
  return name.text;
}

function visibilityOf(node: ts.Node): Declaration["visibility"] {
  if (hasModifier(node, ts.SyntaxKind.PrivateKeyword)) return "private";
  return hasModifier(node, ts.SyntaxKind.ProtectedKeyword) ? "protected" : "public";
}
