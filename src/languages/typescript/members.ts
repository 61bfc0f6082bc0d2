import { ts } from "ts-morph";
import type { Declaration } from "../../domain/symbol.js";
import type { DeclarationBuilder, Draft } from "./declaration-builder.js";
import { signatureOf } from "./signature.js";
import { entityText, nodeText, typeText } from "./type-text.js";
import { literalText, referenceText, unwrap } from "./values.js";

// Bound once: `ts` finds each of its names by way of two getters.
const {
  canHaveModifiers,
  getModifiers,
  isAccessor,
  isArrowFunction,
  isComputedPropertyName,
  isConstructorDeclaration,
  isConstructSignatureDeclaration,
  isEnumMember,
  isFunctionExpression,
  isFunctionTypeNode,
  isGetAccessor,
  isIdentifier,
  isIntersectionTypeNode,
  isMethodDeclaration,
  isMethodSignature,
  isObjectLiteralExpression,
  isParameterPropertyDeclaration,
  isParenthesizedTypeNode,
  isPrivateIdentifier,
  isPropertyAssignment,
  isPropertyDeclaration,
  isPropertySignature,
  isSetAccessor,
  isShorthandPropertyAssignment,
  isStringLiteralLike,
  isTypeLiteralNode,
  isTypeQueryNode,
  SyntaxKind,
} = ts;

/** Nested type literals are followed this deep: `options.retry.delay` is depth 2. */
const MAX_DEPTH = 4;

type Parts = Pick<Draft, "signatures" | "type" | "typeNodes" | "value" | "aliasOf" | "body">;

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
  if (isConstructorDeclaration(member) || isConstructSignatureDeclaration(member)) {
    const name = "constructor";
    const id = `${container}.${name}`;
    builder.add({ id, name, kind: name, node: member, ...callableParts(member, file), visibility }, container);
    if (isConstructorDeclaration(member)) addParameterProperties(context, container, member);
    return;
  }
  if (member.name === undefined) return;
  const name = memberName(member.name, file);
  if (name === undefined) return;
  const id = `${container}.${name}`;
  const isStatic = hasModifier(member, SyntaxKind.StaticKeyword);
  const optional = "questionToken" in member && member.questionToken !== undefined;
  const add = (kind: Draft["kind"], { signatures, type, typeNodes, value, aliasOf, body }: Parts): void =>
    builder.add(
      {
        id,
        name,
        kind,
        node: member,
        nameNode: member.name,
        static: isStatic,
        optional,
        visibility,
        signatures,
        type,
        typeNodes,
        value,
        aliasOf,
        body,
      },
      container,
    );
  if (isEnumMember(member)) {
    const value = member.initializer === undefined ? undefined : nodeText(member.initializer, file);
    builder.add({ id, name, kind: "enum-member", node: member, value }, container);
  } else if (isMethodDeclaration(member) || isMethodSignature(member)) {
    add("method", callableParts(member, file));
  } else if (isGetAccessor(member) || isSetAccessor(member)) {
    const type = isGetAccessor(member) ? member.type : member.parameters[0]?.type;
    const types = type === undefined ? {} : { type: typeText(type, file), typeNodes: [type] };
    add("accessor", { ...types, body: member.body });
  } else if (isPropertyDeclaration(member) || isPropertySignature(member)) {
    const initializer = isPropertyDeclaration(member) ? member.initializer : undefined;
    add("property", valueParts(member.type, initializer, file));
    if (member.type !== undefined) addTypeMembers(context, id, member.type, depth + 1);
    if (initializer !== undefined) addObjectMembers(context, id, initializer, depth + 1);
  }
}

/** Members that a type brings along: those of a literal, and of the literals in an intersection. */
export function addTypeMembers(context: MemberContext, container: string, type: ts.TypeNode, depth = 0): void {
  const bare = isParenthesizedTypeNode(type) ? type.type : type;
  if (isTypeLiteralNode(bare)) addMembers(context, container, bare.members, depth);
  else if (isIntersectionTypeNode(bare)) for (const part of bare.types) addTypeMembers(context, container, part, depth);
}

/** Members of a constant object, the JavaScript namespace: `export const utils = { read, write() {} }`. */
export function addObjectMembers(
  context: MemberContext,
  container: string,
  expression: ts.Expression,
  depth = 0,
): void {
  const object = unwrap(expression);
  if (!isObjectLiteralExpression(object) || depth > MAX_DEPTH) return;
  const { file, builder } = context;
  for (const property of object.properties) {
    if (property.name === undefined) continue;
    const name = memberName(property.name, file);
    if (name === undefined) continue;
    const common = { id: `${container}.${name}`, name, node: property };
    if (isMethodDeclaration(property)) {
      builder.add({ ...common, kind: "method", ...callableParts(property, file) }, container);
    } else if (isPropertyAssignment(property)) {
      const { initializer } = property;
      builder.add({ ...common, kind: "property", ...valueParts(undefined, initializer, file) }, container);
      addObjectMembers(context, common.id, initializer, depth + 1);
    } else if (isShorthandPropertyAssignment(property)) {
      builder.add({ ...common, kind: "property", aliasOf: name }, container);
    } else if (isAccessor(property)) {
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
    type !== undefined && isFunctionTypeNode(type)
      ? type
      : value !== undefined && (isArrowFunction(value) || isFunctionExpression(value))
        ? value
        : undefined;
  const literal = value === undefined ? undefined : literalText(value, file);
  const alias = value === undefined ? typeAlias(type) : referenceText(value);
  const showType = type !== undefined && !isTypeLiteralNode(type) && !isFunctionTypeNode(type);
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
  return canHaveModifiers(node) && (getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false);
}

/** `typeof x` as a variable's type makes the variable another name of `x`. */
function typeAlias(type: ts.TypeNode | undefined): string | undefined {
  if (type === undefined || !isTypeQueryNode(type)) return undefined;
  return entityText(type.exprName);
}

function addParameterProperties(context: MemberContext, container: string, node: ts.ConstructorDeclaration): void {
  for (const parameter of node.parameters) {
    if (!isParameterPropertyDeclaration(parameter, node) || !isIdentifier(parameter.name)) continue;
    const visibility = visibilityOf(parameter);
    if (visibility === "private") continue;
    const { name, type } = parameter;
    const types = type === undefined ? {} : { type: typeText(type, context.file), typeNodes: [type] };
    const id = `${container}.${name.text}`;
    context.builder.add({ id, name: name.text, kind: "property", node: parameter, ...types, visibility }, container);
  }
}

function memberName(name: ts.PropertyName, file: ts.SourceFile): string | undefined {
  if (isPrivateIdentifier(name)) return undefined;
  if (isComputedPropertyName(name)) {
    return isStringLiteralLike(name.expression) ? name.expression.text : nodeText(name, file);
  }
  return name.text;
}

function visibilityOf(node: ts.Node): Declaration["visibility"] {
  if (hasModifier(node, SyntaxKind.PrivateKeyword)) return "private";
  return hasModifier(node, SyntaxKind.ProtectedKeyword) ? "protected" : "public";
}
