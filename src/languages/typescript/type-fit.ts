import { ts } from "ts-morph";
import { parseType } from "./parse-type.js";

/** Whether what has one type can stand where another is asked for, as far as their texts tell. */
export type Fit = "yes" | "no" | "unclear";

/** What is known of the names that types mention. */
export interface TypeNames {
  /** Text of the type that an alias of the old or of the new version stands for. */
  expand(name: string, side: "from" | "to"): string | undefined;
  /** Whether a name is that of a class or interface, which no primitive is. */
  isObject(name: string): boolean;
  /** Names of the types that a class or interface extends. */
  ancestors(name: string): readonly string[];
}

/** Aliases of aliases are followed this far. */
const MAX_DEPTH = 8;

/**
 * Whether every value of type `given` fits where `wanted` is asked for. Types that need a checker (conditional, mapped, indexed), type
 * parameters and names that say nothing are `unclear`; a missing type and `any` fit everything.
 */
export function typeFit(given: string | undefined, wanted: string | undefined, names: TypeNames, sides: Sides): Fit {
  if (given === undefined || wanted === undefined || given === wanted) return "yes";
  const left = parseType(given);
  const right = parseType(wanted);
  return left === undefined || right === undefined ? "unclear" : fit(left, right, { names, sides, depth: 0 });
}

/** Which version each of the two types is from. */
export type Sides = readonly [given: "from" | "to", wanted: "from" | "to"];

interface Context {
  readonly names: TypeNames;
  readonly sides: Sides;
  readonly depth: number;
}

function fit(given: ts.TypeNode, wanted: ts.TypeNode, context: Context): Fit {
  if (context.depth > MAX_DEPTH) return "unclear";
  const a = bare(given);
  const b = bare(wanted);
  if (isAnything(a) || isAnything(b) || a.kind === ts.SyntaxKind.NeverKeyword) return "yes";
  if (textOf(a) === textOf(b)) return "yes";
  if (b.kind === ts.SyntaxKind.VoidKeyword) return "yes";
  if (ts.isUnionTypeNode(a)) return worst(a.types.map((part) => fit(part, b, context)));
  if (a.kind === ts.SyntaxKind.BooleanKeyword && ts.isUnionTypeNode(b))
    return best(b.types.map((part) => booleanFit(part)));
  if (ts.isUnionTypeNode(b)) return best(b.types.map((part) => fit(a, part, context)));
  return viaNames(a, b, context) ?? viaStructure(a, b, context);
}

function viaNames(a: ts.TypeNode, b: ts.TypeNode, context: Context): Fit | undefined {
  const left = nameOf(a);
  const right = nameOf(b);
  if (left !== undefined && left === right) return argumentsFit(a, b, context);
  const deeper = { ...context, depth: context.depth + 1 };
  const expandedLeft = expanded(a, left, context, 0);
  if (expandedLeft !== undefined) return fit(expandedLeft, b, deeper);
  const expandedRight = expanded(b, right, context, 1);
  if (expandedRight !== undefined) return fit(a, expandedRight, deeper);
  if (left !== undefined && right !== undefined) {
    return ancestorsOf(left, context.names).has(right) ? "yes" : "unclear";
  }
  if (left !== undefined) return isObject(left, context.names) && isPlain(b) ? "no" : "unclear";
  if (right !== undefined)
    return isObject(right, context.names) && shapeOf(a) !== undefined && shapeOf(a) !== "object" ? "no" : "unclear";
  return undefined;
}

function viaStructure(a: ts.TypeNode, b: ts.TypeNode, context: Context): Fit {
  const left = elementOf(a);
  const right = elementOf(b);
  if (left !== undefined && right !== undefined) return fit(left, right, context);
  if (ts.isFunctionTypeNode(a) && ts.isFunctionTypeNode(b)) return functionFit(a, b, context);
  if (ts.isTypeLiteralNode(a) && ts.isTypeLiteralNode(b)) return literalFit(a, b, context);
  const shapes = [shapeOf(a), shapeOf(b)];
  if (shapes.includes(undefined)) return "unclear";
  if (ts.isLiteralTypeNode(b)) return "no";
  return shapes[0] === shapes[1] ? (isPlain(a) ? "yes" : "unclear") : "no";
}

/** A callback that needs more arguments than it is given does not fit. */
function functionFit(a: ts.FunctionTypeNode, b: ts.FunctionTypeNode, context: Context): Fit {
  const needed = a.parameters.filter((parameter) => !isOptional(parameter)).length;
  if (needed > b.parameters.length && !b.parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined))
    return "no";
  return b.type.kind === ts.SyntaxKind.VoidKeyword ? "yes" : unsure(fit(a.type, b.type, context));
}

function literalFit(a: ts.TypeLiteralNode, b: ts.TypeLiteralNode, context: Context): Fit {
  const given = propertiesOf(a);
  return worst(
    [...propertiesOf(b)].map(([name, wanted]) => {
      const own = given.get(name);
      if (own === undefined || (isOptional(own) && !isOptional(wanted))) return isOptional(wanted) ? "yes" : "no";
      return own.type === undefined || wanted.type === undefined ? "yes" : fit(own.type, wanted.type, context);
    }),
  );
}

/** Type arguments that differ in number have defaults; most type parameters are read, a few are written. */
function argumentsFit(a: ts.TypeNode, b: ts.TypeNode, context: Context): Fit {
  const left = argumentsOf(a);
  const right = argumentsOf(b);
  if (left.length !== right.length) return "yes";
  const each = worst(left.map((argument, i) => fit(argument, right[i] ?? argument, context)));
  return nameOf(a) === "Promise" ? each : unsure(each);
}

function booleanFit(part: ts.TypeNode): Fit {
  const text = textOf(bare(part));
  return text === "boolean" || text === "true" || text === "false" ? "yes" : "no";
}

function expanded(node: ts.TypeNode, name: string | undefined, { names, sides }: Context, side: 0 | 1) {
  if (name === undefined || argumentsOf(node).length > 0) return undefined;
  const text = names.expand(name, sides[side]);
  return text === undefined || text === name ? undefined : parseType(text);
}

/** A class or interface that is neither a primitive nor, as far as is known, an array or a function. */
function isObject(name: string, names: TypeNames): boolean {
  if (BUILT_IN.has(name)) return true;
  return (
    names.isObject(name) &&
    ![...ancestorsOf(name, names)].some((ancestor) => /^(?:Array|ReadonlyArray|Function|Iterable)/.test(ancestor))
  );
}

const BUILT_IN = new Set([
  "Promise",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "Date",
  "RegExp",
  "Error",
  "Uint8Array",
  "Buffer",
  "URL",
]);

function ancestorsOf(name: string, names: TypeNames): Set<string> {
  const found = new Set([name]);
  for (const each of found) for (const ancestor of names.ancestors(each)) found.add(ancestor);
  return found;
}

function bare(node: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(node)) return bare(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return bare(node.type);
  return node;
}

function isAnything(node: ts.TypeNode): boolean {
  return node.kind === ts.SyntaxKind.AnyKeyword || node.kind === ts.SyntaxKind.UnknownKeyword;
}

/** The last part of a reference's name, without the number that bundlers add to tell two apart. */
function nameOf(node: ts.TypeNode): string | undefined {
  if (elementOf(node) !== undefined) return undefined;
  const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isImportTypeNode(node) ? node.qualifier : undefined;
  if (name === undefined) return undefined;
  return (ts.isIdentifier(name) ? name.text : name.right.text).replace(/\$\d+$/, "");
}

function argumentsOf(node: ts.TypeNode): readonly ts.TypeNode[] {
  return ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node) ? (node.typeArguments ?? []) : [];
}

/** The element type of an array, however it is written. */
function elementOf(node: ts.TypeNode): ts.TypeNode | undefined {
  if (ts.isArrayTypeNode(node)) return node.elementType;
  if (!ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName)) return undefined;
  return /^(?:Readonly)?Array$/.test(node.typeName.text) ? node.typeArguments?.[0] : undefined;
}

/** What kind of value a type has, where its syntax alone tells. */
function shapeOf(node: ts.TypeNode): string | undefined {
  if (elementOf(node) !== undefined || ts.isTupleTypeNode(node)) return "array";
  if (ts.isFunctionTypeNode(node)) return "function";
  if (ts.isTypeLiteralNode(node)) return node.members.length === 0 ? undefined : "object";
  if (ts.isTemplateLiteralTypeNode(node)) return "string";
  if (!ts.isLiteralTypeNode(node)) return PRIMITIVES.get(node.kind);
  if (ts.isStringLiteralLike(node.literal)) return "string";
  if (ts.isNumericLiteral(node.literal) || ts.isPrefixUnaryExpression(node.literal)) return "number";
  return node.literal.kind === ts.SyntaxKind.NullKeyword ? "null" : "boolean";
}

const PRIMITIVES: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
  [ts.SyntaxKind.BigIntKeyword, "bigint"],
  [ts.SyntaxKind.SymbolKeyword, "symbol"],
  [ts.SyntaxKind.UndefinedKeyword, "undefined"],
  [ts.SyntaxKind.VoidKeyword, "undefined"],
]);

function isPlain(node: ts.TypeNode): boolean {
  const shape = shapeOf(node);
  return shape !== undefined && !["array", "function", "object"].includes(shape);
}

function propertiesOf(node: ts.TypeLiteralNode): Map<string, ts.PropertySignature> {
  return new Map(
    node.members.flatMap((member) =>
      ts.isPropertySignature(member) && (ts.isIdentifier(member.name) || ts.isStringLiteral(member.name))
        ? [[member.name.text, member]]
        : [],
    ),
  );
}

function isOptional(node: ts.ParameterDeclaration | ts.PropertySignature): boolean {
  return node.questionToken !== undefined || ("dotDotDotToken" in node && node.dotDotDotToken !== undefined);
}

/** The text without what makes no difference: spaces, and `import("…").` before a name. */
function textOf(node: ts.TypeNode): string {
  return node
    .getText()
    .replace(/import\("[^"]*"\)\./g, "")
    .replace(/\s+/g, " ")
    .replace(/\$\d+\b/g, "");
}

function worst(fits: readonly Fit[]): Fit {
  return fits.includes("no") ? "no" : fits.includes("unclear") ? "unclear" : "yes";
}

function best(fits: readonly Fit[]): Fit {
  return fits.includes("yes") ? "yes" : fits.includes("unclear") ? "unclear" : "no";
}

function unsure(each: Fit): Fit {
  return each === "no" ? "unclear" : each;
}
