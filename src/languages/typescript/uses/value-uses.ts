import { ts } from "ts-morph";
import { borrowedType } from "./borrowed-type.js";
import { expectedType } from "./expected-type.js";
import { type FinderContext, type Found, spanOf } from "./found.js";
import { memberSite } from "./member-sites.js";
import { propertiesOf, type ResolvedTarget } from "./resolve-targets.js";

type Written = ts.Identifier | ts.StringLiteralLike;

/** Strings that are values of the core's: by the type that is expected of them, or by what takes them. */
export function valueUses(node: Written, { index }: FinderContext, mentionsCore: boolean): Found[] {
  const { checker } = index;
  const candidates = index.named(node.text).filter((each) => each.access === "value");
  if (candidates.length === 0) return [];
  const keys = keyUses(node, candidates, checker);
  if (keys.length > 0 || ts.isIdentifier(node)) return keys;
  const expected = wantedType(node, checker);
  const borrowed = expected === undefined ? borrowedType(checker, node, undefined) : undefined;
  const type = expected ?? borrowed?.type;
  const owners = ownersOf(node, checker);
  const span = spanOf(node);
  const use = { kind: "value", form: "literal", value: node.text, span } as const;
  return candidates.flatMap((target): Found[] => {
    const isOwned = owners.some((each) => belongs(each, target));
    if (type === undefined || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) {
      const isCalled = mentionsCore && calledName(node) === target.container.at(-1);
      const reason = "what takes the string is not known";
      return isOwned || isCalled ? [{ use: { ...use, certainty: "possible", reason }, target, node }] : [];
    }
    const strings = stringsOf(type, checker);
    if (!strings.has(node.text) && !isOfTarget(type, target, checker)) return [];
    if (!isOwned && !isOfTarget(type, target, checker)) {
      const reason = "its type has all strings that the core's has";
      return coversTarget(strings, target, checker)
        ? [{ use: { ...use, certainty: "possible", reason }, target, node }]
        : [];
    }
    if (borrowed?.isShared === true) {
      return [
        { use: { ...use, certainty: "possible", reason: "the string is used in another way too" }, target, node },
      ];
    }
    return [{ use: { ...use, certainty: "certain", reason: "the checker says that the core takes it" }, target, node }];
  });
}

/** Keys of what is typed by the core's strings: `Record<Level, number>`, `{ [L in Level]: number }`. */
function keyUses(node: Written, candidates: readonly ResolvedTarget[], checker: ts.TypeChecker): Found[] {
  const site = memberSite(checker, node);
  const type = site?.type();
  if (site === undefined || type === undefined) return [];
  const mapped = type.getSymbol()?.declarations?.filter(ts.isMappedTypeNode) ?? [];
  const ranges = mapped.flatMap(({ typeParameter }) => typeParameter.constraint ?? []);
  const keys = [...(type.aliasTypeArguments ?? []), ...ranges.map((range) => checker.getTypeFromTypeNode(range))];
  const { form, notation } = site;
  return candidates
    .filter((target) => keys.some((type) => isOfTarget(type, target, checker)))
    .map((target) => ({
      use: {
        kind: "member",
        form,
        notation,
        name: node.text,
        span: spanOf(node),
        certainty: "certain",
        reason: "the checker says that the keys are the core's",
      },
      target,
      node,
    }));
}

/** The type that a string is to have, or that of what it is compared with. */
function wantedType(node: ts.StringLiteralLike, checker: ts.TypeChecker): ts.Type | undefined {
  const { parent } = node;
  const other = comparedWith(node);
  if (other !== undefined) return declaredType(other, checker);
  if (ts.isLiteralTypeNode(parent)) {
    const sibling = ts.isTypeReferenceNode(parent.parent) ? parent.parent.typeArguments?.[0] : undefined;
    return sibling === undefined || sibling === parent ? undefined : checker.getTypeFromTypeNode(sibling);
  }
  return expectedType(checker, node);
}

/** What the strings before have ruled out, in `a === "b" || a === "c"`, is still the core's. */
function declaredType(node: ts.Expression, checker: ts.TypeChecker): ts.Type {
  const symbol = checker.getSymbolAtLocation(node);
  const declared = symbol && checker.getTypeOfSymbol(symbol);
  return declared !== undefined && stringsOf(declared, checker).size > 0 ? declared : checker.getTypeAtLocation(node);
}

const COMPARISONS = [
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];

function comparedWith(node: ts.Expression): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isCaseClause(parent) && parent.expression === node) return parent.parent.parent.expression;
  if (!ts.isBinaryExpression(parent) || !COMPARISONS.includes(parent.operatorToken.kind)) return undefined;
  return parent.left === node ? parent.right : parent.left;
}

/** Declarations of the property or the callable that a string is given to, or read from. */
function ownersOf(node: ts.StringLiteralLike, checker: ts.TypeChecker): readonly ts.Declaration[] {
  const compared = comparedWith(node);
  if (compared !== undefined) return checker.getSymbolAtLocation(compared)?.declarations ?? [];
  const whole = outermost(node);
  const { parent } = whole;
  if (ts.isPropertyAssignment(parent) && parent.initializer === whole) {
    return propertyDeclarations(checker.getContextualType(parent.parent), parent.name, checker);
  }
  if (ts.isJsxAttribute(parent)) {
    return propertyDeclarations(checker.getContextualType(parent.parent), parent.name, checker);
  }
  if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent)) {
    return propertyDeclarations(checker.getTypeAtLocation(parent.parent), parent.propertyName ?? parent.name, checker);
  }
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return checker.getSymbolAtLocation(parent.left)?.declarations ?? [];
  }
  if (!(ts.isCallExpression(parent) || ts.isNewExpression(parent)) || parent.expression === whole) return [];
  const declaration = checker.getResolvedSignature(parent)?.declaration;
  const named = checker.getSymbolAtLocation(parent.expression);
  const symbol = named !== undefined && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
  return [
    ...(symbol?.declarations ?? []),
    ...(declaration === undefined || ts.isJSDocSignature(declaration) ? [] : [declaration]),
  ];
}

/** The expression whose value the string is, should that be chosen. */
function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isWrapped =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isJsxExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node) ||
    (ts.isBinaryExpression(parent) &&
      [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(parent.operatorToken.kind));
  return isWrapped ? outermost(parent) : node;
}

function propertyDeclarations(
  type: ts.Type | undefined,
  name: ts.Node,
  checker: ts.TypeChecker,
): readonly ts.Declaration[] {
  if (type === undefined || !(ts.isIdentifier(name) || ts.isStringLiteralLike(name))) return [];
  return propertiesOf(checker, checker.getNonNullableType(type), name.text).flatMap((each) => each.declarations ?? []);
}

/** True for the target itself, and for keys of its parameters. */
function belongs(declaration: ts.Declaration, { declarations }: ResolvedTarget): boolean {
  for (let node: ts.Node = declaration; !ts.isSourceFile(node); node = node.parent) {
    for (const each of declarations)
      if (node === each && (node === declaration || ts.isFunctionLike(node))) return true;
  }
  return false;
}

/** True for the target's type, which may be left out too. */
function isOfTarget(type: ts.Type, { declarations }: ResolvedTarget, checker: ts.TypeChecker): boolean {
  const inner = checker.getNonNullableType(type);
  const symbols = [inner.aliasSymbol, inner.getSymbol()];
  return symbols.some((symbol) => symbol?.declarations?.some((each) => declarations.has(each)) === true);
}

/** The strings of a union, or of the properties of a constant object. */
function stringsOf(type: ts.Type, checker: ts.TypeChecker): ReadonlySet<string> {
  const inner = checker.getNonNullableType(type);
  const parts = inner.isUnion() ? inner.types : [inner];
  return new Set(parts.flatMap((part) => (part.isStringLiteral() ? [part.value] : [])));
}

function coversTarget(
  strings: ReadonlySet<string>,
  { declarations }: ResolvedTarget,
  checker: ts.TypeChecker,
): boolean {
  const own = [...declarations].flatMap((each): string[] => {
    const type = checker.getTypeAtLocation(each);
    if (!ts.isVariableDeclaration(each)) return [...stringsOf(type, checker)];
    return type.getProperties().flatMap((property) => [...stringsOf(checker.getTypeOfSymbol(property), checker)]);
  });
  return own.length > 1 && own.every((each) => strings.has(each));
}

/** The name of the callable that a string is passed to. */
function calledName(node: ts.StringLiteralLike): string | undefined {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return undefined;
  return parent.expression.name.text;
}
