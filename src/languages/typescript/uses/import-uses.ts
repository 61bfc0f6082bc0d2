import { ts } from "ts-morph";
import type { Clause, ClauseElement } from "./clauses.js";
import { type FinderContext, type Found, nameUse } from "./found.js";
import type { ModuleLiteral } from "./module-uses.js";
import { followed, type ResolvedTarget } from "./resolve-targets.js";
import type { NameForm } from "./use.js";

/** Uses made by one name of an import, re-export or `require`. */
export function elementUses(clause: Clause, element: ClauseElement, context: FinderContext): Found[] {
  const candidates = context.index.named(element.imported).filter((each) => each.access === "path");
  if (candidates.length === 0) return [];
  const form: NameForm = clause.form === "export" ? "re-export" : clause.form === "import" ? "import" : "require";
  const foundAs = (target: ResolvedTarget, reason: string): Found => {
    const use = nameUse(form, element.nameNode, target.name, reason);
    return { use, target, node: element.node, clause, element };
  };
  const direct = candidates.filter((target) => isTakenFrom(target, clause.specifier.text));
  if (direct.length > 0) return direct.map((target) => foundAs(target, "it is imported from the module"));
  return candidates
    .filter((target) => reachesTarget(element, target, context))
    .map((target) => ({
      ...foundAs(target, "it is the same declaration by way of another module"),
      elsewhere: reExportsAll(clause.specifier, target.module, context) ? "re-exported" : "core",
    }));
}

/** Whether a name that is imported from a module is the target's. */
export function isTakenFrom({ access, module, container }: ResolvedTarget, specifier: string): boolean {
  return access === "path" && module === specifier && container.length === 0;
}

/** A name bound to a whole module that is one thing, `module.exports = …`, stands for that. */
export function wholeModuleUses(clause: Clause, { index }: FinderContext): Found[] {
  const { namespace, specifier } = clause;
  if (namespace === undefined) return [];
  const element = { node: namespace, imported: "default", nameNode: namespace, local: namespace, aliased: true };
  return index
    .named("default")
    .filter(({ module, scope }) => module === specifier.text && scope?.exports?.has(ts.InternalSymbolName.ExportEquals))
    .map((target) => ({
      use: nameUse("require", namespace, "default", "it is the module as a whole"),
      target,
      node: namespace,
      clause,
      element: { ...element, typeOnly: false },
    }));
}

/** `require("core")("x")` calls what such a module is. */
export function requiredCalls({ node, form }: ModuleLiteral, { index }: FinderContext): Found[] {
  const required = node.parent;
  const isCalled = ts.isCallExpression(required.parent) && required.parent.expression === required;
  if (form !== "require" || !isCalled) return [];
  return index
    .named("default")
    .filter(({ module, target, access }) => module === node.text && target.kind === "call" && access === "path")
    .map((target) => ({
      use: nameUse("require", required, "default", "it is the module as a whole"),
      target,
      node: required,
    }));
}

/**
 * True where an import leads straight to the core's declaration, not to a name that the dependent gave it. A call is the core's
 * whoever handed its callable on.
 */
function reachesTarget(element: ClauseElement, target: ResolvedTarget, context: FinderContext): boolean {
  const { checker } = context.index;
  if (element.local === undefined) return false;
  const symbol = ts.isExportSpecifier(element.node)
    ? checker.getSymbolAtLocation(element.node.name)
    : checker.getSymbolAtLocation(element.local);
  if (symbol === undefined || !(symbol.flags & ts.SymbolFlags.Alias)) return false;
  const next = checker.getImmediateAliasedSymbol(symbol);
  const direct =
    target.target.kind === "call" ||
    next?.declarations?.some((each) => context.isCoreFile(each.getSourceFile())) === true;
  return direct && context.index.ofSymbol(followed(checker, symbol), target.name).includes(target);
}

/** True where a module of the dependent has an `export *` of the core's module, at first or second hand. */
function reExportsAll(specifier: ts.Expression, module: string, context: FinderContext, depth = 0): boolean {
  const file = context.index.checker.getSymbolAtLocation(specifier)?.declarations?.find(ts.isSourceFile);
  if (file === undefined || context.isCoreFile(file) || depth > 8) return false;
  return file.statements.some((statement) => {
    if (!ts.isExportDeclaration(statement) || statement.exportClause !== undefined) return false;
    const { moduleSpecifier } = statement;
    if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return false;
    return moduleSpecifier.text === module || reExportsAll(moduleSpecifier, module, context, depth + 1);
  });
}
