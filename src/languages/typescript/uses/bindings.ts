import { ts } from "ts-morph";
import { isTag, namesElement, scopedSymbol } from "./identifiers.js";
import type { Places } from "./places.js";

/** What a name in scope stands for: one object for all names that stand for the same. */
export type Binding = ts.Symbol | ts.Identifier;

/** Tells what a name in scope stands for; aliases are not followed. Undefined where it stands for nothing known. */
export type BindingOf = (id: ts.Identifier) => Binding | undefined;

/** The identifiers of a file, by name, and what they stand for. */
export interface Names extends Pick<Places, "identifiers"> {
  readonly bindingOf: BindingOf;
}

export function checkedBindings(checker: ts.TypeChecker): BindingOf {
  return (id) => scopedSymbol(checker, id);
}

/**
 * Of a file that is not bound: a name that nothing but an import declares stands for that wherever it is in scope. A name that no
 * clause has a part in is not told apart from others that are spelt like it. For what else there is the same text is `bound`.
 */
export function unboundBindings({ identifiers, clauses }: Places, bound: () => Names): BindingOf {
  const taken = new Set(
    clauses.flatMap(({ namespace, elements }) => [namespace, ...elements.map(({ local }) => local)]),
  );
  const known = new Map<string, ts.Identifier | "unclear" | undefined>();
  let copy: Names | undefined;
  return (id) => {
    const same = identifiers.get(id.text) ?? [];
    if (!known.has(id.text)) known.set(id.text, declarationAmong(same, taken));
    const declared = known.get(id.text);
    if (declared !== "unclear") return declared;
    copy ??= bound();
    const other = copy.identifiers.get(id.text)?.[same.indexOf(id)];
    return other && copy.bindingOf(other);
  };
}

function declarationAmong(
  same: readonly ts.Identifier[],
  taken: ReadonlySet<ts.Node | undefined>,
): ts.Identifier | "unclear" | undefined {
  if (same.some((id) => (isTag(id) && namesElement(id.text)) || isApart(id))) return "unclear";
  const declared = same.filter(isDeclared);
  const [first] = declared;
  if (first === undefined || !declared.some((id) => taken.has(id))) return first;
  return declared.length === 1 && isImported(first) ? first : "unclear";
}

/** True for the names of declarations, members among them. */
function isDeclared(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent) || ts.isExportSpecifier(parent)) return false;
  return !ts.isShorthandPropertyAssignment(parent) && (parent as ts.NamedDeclaration).name === id;
}

function isImported({ parent }: ts.Identifier): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isImportEqualsDeclaration(parent)
  );
}

/** True in comments, and in what may merge with declarations of other files. */
export function isApart(id: ts.Node): boolean {
  return ts.findAncestor(id, (node) => ts.isJSDoc(node) || ts.isModuleDeclaration(node)) !== undefined;
}
