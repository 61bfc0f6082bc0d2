import { ts } from "ts-morph";
import type { Declaration, SymbolKind } from "../../domain/symbol.js";
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
    builder.add(
      {
        ...base(container, "constructor", "constructor", member),
        signatures: [signatureOf(member, file)],
        typeNodes: signatureTypes(member),
        ...(ts.isConstructorDeclaration(member) && member.body !== undefined ? { body: member.body } : {}),
        visibility,
      },
      container,
    );
    if (ts.isConstructorDeclaration(member)) addParameterProperties(context, container, member);
    return;
  }
  if (member.name === undefined) return;
  const name = memberName(member.name, file);
  if (name === undefined) return;
  const common = {
    nameNode: member.name,
    static: hasModifier(member, ts.SyntaxKind.StaticKeyword),
    optional: "questionToken" in member && member.questionToken !== undefined,
    visibility,
  };
  if (ts.isEnumMember(member)) {
    const value = member.initializer === undefined ? undefined : nodeText(member.initializer, file);
    builder.add(
      { ...base(container, name, "enum-member", member), ...(value === undefined ? {} : { value }) },
      container,
    );
  } else if (ts.isMethodDeclaration(member) || ts.isMethodSignature(member)) {
    const body = ts.isMethodDeclaration(member) ? member.body : undefined;
    builder.add(
      {
        ...base(container, name, "method", member),
        ...common,
        signatures: [signatureOf(member, file)],
        typeNodes: signatureTypes(member),
        ...(body === undefined ? {} : { body }),
      },
      container,
    );
  } else if (ts.isGetAccessor(member) || ts.isSetAccessor(member)) {
    const type = ts.isGetAccessor(member) ? member.type : member.parameters[0]?.type;
    builder.add(
      {
        ...base(container, name, "accessor", member),
        ...common,
        ...(type === undefined ? {} : { type: typeText(type, file), typeNodes: [type] }),
        ...(member.body === undefined ? {} : { body: member.body }),
      },
      container,
    );
  } else if (ts.isPropertyDeclaration(member) || ts.isPropertySignature(member)) {
    const initializer = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    builder.add(
      { ...base(container, name, "property", member), ...common, ...valueParts(member.type, initializer, file) },
      container,
    );
    if (member.type !== undefined) addTypeMembers(context, `${container}.${name}`, member.type, depth + 1);
    if (initializer !== undefined) addObjectMembers(context, `${container}.${name}`, initializer, depth + 1);
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
    if (ts.isMethodDeclaration(property)) {
      builder.add(
        {
          ...base(container, name, "method", property),
          signatures: [signatureOf(property, file)],
          typeNodes: signatureTypes(property),
          ...(property.body === undefined ? {} : { body: property.body }),
        },
        container,
      );
    } else if (ts.isPropertyAssignment(property)) {
      const draft = {
        ...base(container, name, "property", property),
        ...valueParts(undefined, property.initializer, file),
      };
      builder.add(draft, container);
      addObjectMembers(context, `${container}.${name}`, property.initializer, depth + 1);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      builder.add({ ...base(container, name, "property", property), aliasOf: name }, container);
    } else if (ts.isAccessor(property)) {
      builder.add({ ...base(container, name, "accessor", property) }, container);
    }
  }
}

/** Type, value, alias and call signature of a variable or property. A function in a variable has its signature and body. */
export function valueParts(
  type: ts.TypeNode | undefined,
  initializer: ts.Expression | undefined,
  file: ts.SourceFile,
): Partial<Draft> {
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
    ...(callable === undefined ? {} : { signatures: [signatureOf(callable, file)] }),
    ...(showType ? { type: typeText(type, file) } : {}),
    typeNodes: callable === undefined ? [type] : signatureTypes(callable),
    ...(literal === undefined ? {} : { value: literal }),
    ...(alias === undefined ? {} : { aliasOf: alias }),
    ...(value === undefined || literal !== undefined || alias !== undefined ? {} : { body: value }),
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
    const type = parameter.type;
    context.builder.add(
      {
        ...base(container, parameter.name.text, "property", parameter),
        ...(type === undefined ? {} : { type: typeText(type, context.file), typeNodes: [type] }),
        visibility,
      },
      container,
    );
  }
}

function base(container: string, name: string, kind: SymbolKind, node: ts.Node) {
  return { id: `${container}.${name}`, name, kind, node };
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
