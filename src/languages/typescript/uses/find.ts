import type { ts } from "ts-morph";
import { callUses, typedCalls } from "./call-uses.js";
import type { Clause } from "./clauses.js";
import { declarationUses } from "./declaration-uses.js";
import type { FileUses, FinderContext, Found } from "./found.js";
import { elementUses, requiredCalls, wholeModuleUses } from "./import-uses.js";
import { memberUses } from "./member-uses.js";
import { moduleUse, referenceUses } from "./module-uses.js";
import { pathUses } from "./path-uses.js";
import { placesOf } from "./places.js";
import { valueUses } from "./value-uses.js";

/** Finds every use of the targets in a file of the dependent. */
export function findUses(file: ts.SourceFile, context: FinderContext, places = placesOf(file)): FileUses {
  const { clauses, identifiers, literals } = places;
  const { index, bindingOf } = context;
  const found: Found[] = [];

  for (const target of index.targets) {
    if (target.access !== "module") continue;
    const kind = target.target.kind === "file" ? "file" : "module";
    for (const literal of literals) {
      const use = moduleUse(literal, target.name, kind);
      if (use !== undefined) found.push({ use, target, node: literal.node });
    }
    for (const use of referenceUses(file, target.name, kind)) found.push({ use, target, node: file });
  }

  const inClauses = new Set<ts.Node>();
  for (const clause of clauses) {
    for (const each of wholeModuleUses(clause, context)) found.push(each);
    for (const element of clause.elements) {
      inClauses.add(element.nameNode);
      if (element.local !== undefined) inClauses.add(element.local);
      for (const each of elementUses(clause, element, context)) found.push(each);
    }
  }

  for (const literal of literals) for (const each of requiredCalls(literal, context)) found.push(each);

  const mentionsCore = literals.some(({ node, form }) => form !== "string" && context.isCore(node.text));
  const names = new Set(
    index.targets.filter((each) => each.access === "path" || each.access === "member").map((each) => each.name),
  );
  const sites: (ts.Identifier | ts.StringLiteralLike)[] = [...names].flatMap((name) => identifiers.get(name) ?? []);
  for (const { node } of literals) if (names.has(node.text)) sites.push(node);
  for (const node of sites) {
    if (inClauses.has(node)) continue;
    for (const each of siteUses(node, clauses, context, mentionsCore)) found.push(each);
  }
  const values = new Set(index.targets.filter((each) => each.access === "value").map((each) => each.name));
  const written: (ts.Identifier | ts.StringLiteralLike)[] = [...values].flatMap(
    (value) => identifiers.get(value) ?? [],
  );
  for (const { node } of literals) if (values.has(node.text)) written.push(node);
  for (const node of written) for (const each of valueUses(node, context, mentionsCore)) found.push(each);
  const uses = { file, clauses, identifiers, found, bindingOf };
  const named = found.flatMap((each) => (isOfCall(each) ? callUses(each, uses, index.checker) : [each]));
  return { ...uses, found: [...named, ...typedCalls({ ...uses, found: named }, index)] };
}

function isOfCall({ target }: Found): boolean {
  return target.target.kind === "call";
}

function siteUses(
  node: ts.Identifier | ts.StringLiteralLike,
  clauses: readonly Clause[],
  context: FinderContext,
  mentionsCore: boolean,
): Found[] {
  return (
    pathUses(node, clauses, context) ?? declarationUses(node, context) ?? memberUses(node, context, mentionsCore) ?? []
  );
}
