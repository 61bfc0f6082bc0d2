import { ts } from "ts-morph";
import type { ExportFact, ImportFact } from "../file-facts.js";
import { withConditional } from "./module-statements.js";
import { addObjectMembers, valueParts, type MemberContext } from "./members.js";
import { assignmentChain, isAssignment, referenceText, requirement, requireSpecifier, unwrap } from "./values.js";

/**
 * Exports of a CommonJS file: `module.exports = …`, `exports.a = …`, compilers' getters (`Object.defineProperty(exports, "a", { get })`) and
 * `__exportStar(require("./x"), exports)`, the forms that Node's cjs-module-lexer recognises, and what a wrapping function returns.
 */
export function commonJsExports(
  statements: readonly ts.Statement[],
  context: MemberContext,
  exports: ExportFact[],
  imports: ImportFact[],
  addClass: (node: ts.ClassExpression, name: string) => void,
): void {
  for (const statement of withConditional(statements)) {
    if (ts.isReturnStatement(statement) && statement.expression !== undefined) {
      wholeModule(unwrap(statement.expression), statement);
    }
    if (!ts.isExpressionStatement(statement)) continue;
    const expression = statement.expression;
    if (isAssignment(expression)) {
      assignment(expression, statement);
    } else if (ts.isCallExpression(expression)) call(expression);
  }

  function assignment(node: ts.BinaryExpression, statement: ts.Statement): void {
    const { targets: expressions, value } = assignmentChain(node);
    const targets = expressions.flatMap((target) => referenceText(target) ?? []);
    if (targets.includes("module.exports")) wholeModule(value, statement);
    for (const target of targets) {
      const name = /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
      if (name !== undefined && name !== "__esModule") one(name, value, statement);
    }
  }

  function wholeModule(value: ts.Expression, statement: ts.Statement): void {
    const specifier = requireSpecifier(value);
    if (specifier !== undefined) exports.push({ kind: "star", specifier, typeOnly: false });
    else if (ts.isIdentifier(value)) exports.push({ kind: "equals", local: value.text });
    else if (ts.isObjectLiteralExpression(value)) {
      for (const property of value.properties) {
        if (ts.isSpreadAssignment(property)) {
          const spread = requireSpecifier(property.expression);
          if (spread !== undefined) exports.push({ kind: "star", specifier: spread, typeOnly: false });
        } else if (ts.isPropertyAssignment(property) && nameOf(property.name) !== undefined) {
          one(nameOf(property.name) ?? "", property.initializer, property);
        } else if (property.name !== undefined && nameOf(property.name) !== undefined) {
          const name = nameOf(property.name) ?? "";
          exports.push({ kind: "local", name, local: name, typeOnly: false });
        }
      }
    } else {
      declare("default", value, statement);
      exports.push({ kind: "equals", local: "default" });
    }
  }

  function one(name: string, value: ts.Expression, node: ts.Node): void {
    if (exports.some((fact) => "name" in fact && fact.name === name) || isVoid(value)) return;
    const required = requirement(value);
    const reference = referenceText(unwrap(value));
    if (required !== undefined) {
      const local = `${name}$module`;
      imports.push({ local, ...required });
      exports.push({ kind: "local", name, local, typeOnly: false });
    } else if (reference !== undefined && memberOfImport(name, reference)) {
      return;
    } else if (reference !== undefined && !reference.includes(".")) {
      exports.push({ kind: "local", name, local: reference, typeOnly: false });
    } else {
      declare(name, value, node);
      exports.push({ kind: "local", name, local: name, typeOnly: false });
    }
  }

  function call(node: ts.CallExpression): void {
    const callee = referenceText(node.expression);
    const [first, second, third] = node.arguments;
    if (
      callee === "Object.defineProperty" &&
      isExports(first) &&
      second !== undefined &&
      ts.isStringLiteralLike(second)
    ) {
      const getter = third === undefined ? undefined : getterValue(third);
      const reference = getter === undefined ? undefined : referenceText(getter);
      if (reference !== undefined) memberOfImport(second.text, reference);
    } else if (callee?.endsWith("__exportStar") === true && first !== undefined) {
      const specifier = requireSpecifier(first);
      if (specifier !== undefined) exports.push({ kind: "star", specifier, typeOnly: false });
    }
  }

  /** `lib_1.read`, where `lib_1` is a module. */
  function memberOfImport(name: string, reference: string): boolean {
    const [local, imported] = reference.split(".");
    const module = imports.find((fact) => fact.local === local && fact.imported === "*");
    if (module === undefined || imported === undefined) return false;
    exports.push({ kind: "from", name, imported, specifier: module.specifier, typeOnly: false });
    return true;
  }

  function declare(name: string, value: ts.Expression, node: ts.Node): void {
    if (ts.isClassExpression(value)) return addClass(value, name);
    const parts = valueParts(undefined, value, context.file);
    const kind = (parts.signatures?.length ?? 0) > 0 ? "function" : "constant";
    context.builder.add({ id: name, name, kind, node, ...parts });
    addObjectMembers(context, name, value);
  }
}

function getterValue(descriptor: ts.Expression): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(descriptor)) return undefined;
  const getter = descriptor.properties.find(
    (property) => property.name !== undefined && nameOf(property.name) === "get",
  );
  const body =
    getter !== undefined && ts.isMethodDeclaration(getter)
      ? getter.body
      : getter !== undefined && ts.isPropertyAssignment(getter) && ts.isFunctionLike(getter.initializer)
        ? functionBody(getter.initializer)
        : undefined;
  if (body === undefined || !ts.isBlock(body)) return body;
  const [statement] = body.statements;
  return statement !== undefined && ts.isReturnStatement(statement) ? statement.expression : undefined;
}

function functionBody(node: ts.Node): ts.ConciseBody | undefined {
  return ts.isFunctionExpression(node) || ts.isArrowFunction(node) ? node.body : undefined;
}

function isExports(node: ts.Expression | undefined): boolean {
  return node !== undefined && ts.isIdentifier(node) && node.text === "exports";
}

function isVoid(node: ts.Expression): boolean {
  return ts.isVoidExpression(node);
}

function nameOf(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
}
