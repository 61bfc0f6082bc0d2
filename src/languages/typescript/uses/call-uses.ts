import { ts } from "ts-morph";
import { referencesTo, referencesToElement } from "../rewrite/locals.js";
import { argumentsOf } from "./arguments.js";
import { calledSignature } from "./called-signature.js";
import { fitsCallable } from "./fitting.js";
import { type FileUses, type Found, nameUse, spanOf } from "./found.js";
import { spiedObject } from "./mock-sites.js";
import type { ResolvedTarget } from "./resolve-targets.js";
import type { TargetIndex } from "./target-index.js";
import type { CallForm, CallUse } from "./use.js";

/** Where a callable is called, or handed on, given the places at which it is named. */
export function callUses(found: Found, uses: FileUses, checker: ts.TypeChecker): Found[] {
  const { element, node, use } = found;
  if (use.kind === "name" && use.form === "mock") return [];
  const sort = sortOf(found.target, checker);
  if (sort !== "property" && isBoundToCalls(node, uses)) return [];
  const names = element === undefined ? [node] : referencesToElement(uses, element);
  return names.flatMap((name) => callsBy(name, found, sort, checker));
}

/** True for what is taken apart and bound to a name that is only called: `typedCalls` finds that. */
function isBoundToCalls({ parent }: ts.Node, uses: FileUses): boolean {
  if (!ts.isBindingElement(parent) || !ts.isIdentifier(parent.name) || isExported(parent)) return false;
  const bound = parent.name;
  const binding = uses.bindingOf(bound);
  if (binding === undefined) return false;
  return referencesTo(uses, binding, bound.text).every((id) => id === bound || isCallee(id));
}

function isExported(declaration: ts.BindingElement): boolean {
  return (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
}

function isCallee(name: ts.Node): boolean {
  const { parent } = name;
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === name;
}

/**
 * Calls of the targets by names that only their types tell of: parameters, what was taken apart, names that another module gave.
 * Without those in `uses`.
 */
export function typedCalls(uses: FileUses, { targets, checker }: TargetIndex): Found[] {
  const callables = targets.filter(({ target, inheritedBy }) => target.kind === "call" && inheritedBy === undefined);
  if (callables.length === 0) return [];
  const found = new Set(uses.found.map(keyOf));
  const names = [...uses.identifiers.values()].flat().filter(isCallee);
  return names.flatMap((name) => {
    const declarations = checker.getNonNullableType(checker.getTypeAtLocation(name)).getSymbol()?.declarations ?? [];
    return callables
      .filter((target) => declarations.some((each) => target.declarations.has(each)))
      .flatMap((target) => {
        const use = nameUse("access", name, target.name, "the checker says that what is called is the core's");
        return callsBy(name, { target, use, node: name }, "callable", checker).filter(
          (each) => !found.has(keyOf(each)),
        );
      });
  });
}

function keyOf({ target, use }: Found): string {
  return `${target.id} ${use.kind} ${use.span.start}`;
}

/** A call, with the name that it is made by. */
interface CallPlace {
  readonly form: CallForm;
  readonly node: ts.Node;
}

type Sort = "callable" | "type" | "property";

/** What the callable is in the core: a type that dependents implement, or a property that is to become one. */
function sortOf({ declarations }: ResolvedTarget, checker: ts.TypeChecker): Sort {
  const all = [...declarations];
  if (all.length === 0) return "callable";
  if (all.every((each) => ts.isTypeAliasDeclaration(each) || ts.isInterfaceDeclaration(each))) return "type";
  const isData = (each: ts.Declaration): boolean =>
    (ts.isPropertyDeclaration(each) || ts.isPropertySignature(each) || ts.isGetAccessor(each)) &&
    checker.getNonNullableType(checker.getTypeAtLocation(each)).getCallSignatures().length === 0;
  return all.every(isData) ? "property" : "callable";
}

function callsBy(name: ts.Node, { target, use }: Found, sort: Sort, checker: ts.TypeChecker): Found[] {
  return placesOf(name, sort).map(({ form, node }) => ({
    use: {
      kind: "call",
      form,
      name: target.name,
      span: form === "super" ? spanOf(node) : spanOf(name),
      certainty: use.certainty,
      reason: use.reason,
      ...argumentsAt(node, checker),
    },
    target,
    node,
  }));
}

function argumentsAt(node: ts.Node, checker: ts.TypeChecker): Pick<CallUse, "arguments" | "overload" | "fits"> {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return {};
  return { arguments: argumentsOf(node), overload: calledSignature(node, checker), fits: fitsCallable(node, checker) };
}

function placesOf(name: ts.Node, sort: Sort): CallPlace[] {
  if (spiedObject(name) !== undefined) return [];
  const whole = wholeName(name);
  const { parent } = whole;
  // A key by itself calls nothing: `keyof typeof core`.
  if (ts.isStringLiteralLike(whole)) return [];
  if (ts.isCallExpression(parent) && parent.expression === whole) return [{ form: "call", node: parent }];
  if (ts.isNewExpression(parent) && parent.expression === whole) return [{ form: "new", node: parent }];
  if (ts.isJsxOpeningLikeElement(parent)) return [{ form: "jsx", node: parent }];
  if (ts.isExpressionWithTypeArguments(parent) && ts.isHeritageClause(parent.parent)) {
    const { parent: heir, token } = parent.parent;
    return ts.isClassLike(heir) && token === ts.SyntaxKind.ExtendsKeyword ? superCalls(heir, whole) : [];
  }
  const isMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isPropertyAssignment(parent);
  if (isMember && parent.name === name) {
    return [{ form: "declaration", node: parent }];
  }
  if (ts.isTypeReferenceNode(parent)) return sort === "type" ? [{ form: "type", node: parent }] : [];
  if (sort === "property") return [{ form: "read", node: whole }];
  return isPassed(whole) ? [{ form: "passed", node: whole }] : [];
}

/** `core.old` for `old`, without the parentheses around it. */
function wholeName(name: ts.Node): ts.Node {
  const { parent } = name;
  const isPart =
    (ts.isPropertyAccessExpression(parent) && parent.name === name) ||
    (ts.isElementAccessExpression(parent) && parent.argumentExpression === name) ||
    (ts.isQualifiedName(parent) && parent.right === name) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent);
  return isPart ? wholeName(parent) : name;
}

/** Calls of `super` in the constructor of a class. Without one, whoever makes such an object calls what is inherited. */
function superCalls(declaration: ts.ClassLikeDeclaration, base: ts.Node): CallPlace[] {
  const constructors = declaration.members.filter(ts.isConstructorDeclaration);
  if (constructors.length === 0) return [{ form: "passed", node: base }];
  const found: CallPlace[] = [];
  for (const each of constructors) visit(each);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isClassLike(node)) return;
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) {
      found.push({ form: "super", node });
    }
    ts.forEachChild(node, visit);
  }
}

const CALLED_BY_OTHERS = new Set(["call", "apply", "bind"]);

/** True where others may call what is named. */
function isPassed(whole: ts.Node): boolean {
  const { parent } = whole;
  if (!ts.isExpression(whole)) return false;
  if (ts.isPropertyAccessExpression(parent)) return CALLED_BY_OTHERS.has(parent.name.text);
  if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === whole;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    if (operator === ts.SyntaxKind.EqualsToken) return parent.right === whole;
    return [ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(operator);
  }
  if (ts.isInterfaceDeclaration(parent) || ts.isModuleDeclaration(parent)) return false;
  const isNamed = ts.isJsxClosingElement(parent) || ts.isTypeOfExpression(parent) || ts.isExportSpecifier(parent);
  return !isNamed && !ts.isTypeNode(parent) && !ts.isEntityName(parent);
}
