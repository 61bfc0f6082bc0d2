import { ts } from "ts-morph";
import { type Clause, clauseAt } from "./clauses.js";
import { docsOf } from "./docs.js";
import { formOf, type ModuleLiteral } from "./module-uses.js";

/** The places of a file at which something may be named, doc comments included, in order. */
export interface Places {
  readonly clauses: readonly Clause[];
  readonly identifiers: ReadonlyMap<string, readonly ts.Identifier[]>;
  /** Every string literal. */
  readonly literals: readonly ModuleLiteral[];
}

/** Nodes of a file that is not bound are told their parents on the way. */
export function placesOf(file: ts.SourceFile, isBound = true): Places {
  const clauses: Clause[] = [];
  const identifiers = new Map<string, ts.Identifier[]>();
  const literals: ModuleLiteral[] = [];
  let parent: ts.Node | undefined;
  visit(file);
  return { clauses, identifiers, literals };

  function visit(node: ts.Node): void {
    if (!isBound) (node as { parent: ts.Node | undefined }).parent = parent;
    if (ts.isIdentifier(node)) {
      const same = identifiers.get(node.text);
      if (same === undefined) identifiers.set(node.text, [node]);
      else same.push(node);
    } else if (ts.isStringLiteralLike(node)) literals.push({ node, form: formOf(node) });
    else {
      const clause = clauseAt(node);
      if (clause !== undefined) clauses.push(clause);
    }
    const outer = parent;
    parent = node;
    for (const doc of docsOf(node)) visit(doc);
    ts.forEachChild(node, visit);
    parent = outer;
  }
}
