import { ts } from "ts-morph";
import type { TextEdit } from "../../../domain/edit.js";
import type { ClauseElement } from "../uses/clauses.js";
import type { FileUses } from "../uses/found.js";
import { isScoped, scopedSymbol } from "../uses/identifiers.js";
import { mockedKey } from "../uses/mock-sites.js";

/** A local name that should follow the name it was imported by. */
export interface LocalRename {
  readonly element: ClauseElement;
  readonly symbol: ts.Symbol;
  readonly from: string;
  readonly to: string;
  /** Equal for names that stand for the same thing after the migration. */
  readonly identity: string;
}

/**
 * The renames that leave no other name in the file captured or doubled. Those refused keep their local name.
 * Names may be swapped: a name that is itself given up does not stand in the way.
 */
export function safeRenames(
  uses: FileUses,
  checker: ts.TypeChecker,
  proposed: readonly LocalRename[],
  bound: ReadonlyMap<ts.Symbol, string>,
): LocalRename[] {
  let accepted = [...proposed];
  for (;;) {
    const given = new Map<string, string>();
    const leaving = new Set(accepted.map((each) => each.symbol));
    const next = accepted.filter((each) => {
      if ((given.get(each.to) ?? each.identity) !== each.identity) return false;
      given.set(each.to, each.identity);
      return !isTaken(uses, checker, each, leaving, bound);
    });
    if (next.length === accepted.length) return next;
    accepted = next;
  }
}

function isTaken(
  uses: FileUses,
  checker: ts.TypeChecker,
  rename: LocalRename,
  leaving: ReadonlySet<ts.Symbol>,
  bound: ReadonlyMap<ts.Symbol, string>,
): boolean {
  return (uses.identifiers.get(rename.to) ?? []).some((id) => {
    if (!isScoped(id)) return false;
    const symbol = scopedSymbol(checker, id);
    if (symbol === undefined) return !isInComment(id);
    return !leaving.has(symbol) && bound.get(symbol) !== rename.identity;
  });
}

function isInComment(id: ts.Node): boolean {
  return ts.findAncestor(id, (node) => ts.isJSDoc(node)) !== undefined;
}

/** Edits of every reference to a local name outside of the clause that binds it. */
export function referenceEdits(
  uses: FileUses,
  checker: ts.TypeChecker,
  { element, symbol, from, to }: LocalRename,
): TextEdit[] {
  return referencesTo(uses, checker, symbol, from)
    .filter((id) => id !== element.local && id !== element.nameNode)
    .flatMap((id) => renameReference(id, to));
}

export function referencesTo(
  uses: FileUses,
  checker: ts.TypeChecker,
  symbol: ts.Symbol,
  name: string,
): ts.Identifier[] {
  return (uses.identifiers.get(name) ?? []).filter((id) => isScoped(id) && scopedSymbol(checker, id) === symbol);
}

/** Uses of a name that an import or `require` binds. */
export function referencesToElement(
  uses: FileUses,
  checker: ts.TypeChecker,
  element: ClauseElement,
): readonly ts.Identifier[] {
  const { local } = element;
  if (local === undefined || !ts.isIdentifier(local) || ts.isExportSpecifier(element.node)) return [];
  const symbol = checker.getSymbolAtLocation(local);
  if (symbol === undefined) return [];
  return referencesTo(uses, checker, symbol, local.text).filter(
    (id) => id !== local && id !== element.nameNode && !isInComment(id),
  );
}

function renameReference(id: ts.Identifier, to: string): TextEdit[] {
  const { parent } = id;
  const start = id.getStart();
  const edit = { start, end: id.end, text: to };
  // What stands in for the module has the module's names as keys.
  if (ts.isShorthandPropertyAssignment(parent) && mockedKey(id) === undefined)
    return [{ start, end: start, text: `${id.text}: ` }, edit];
  if (ts.isExportSpecifier(parent) && parent.propertyName === undefined) {
    return [{ ...edit, text: `${to} as ${id.text}` }];
  }
  if (ts.isExportSpecifier(parent) && parent.name.text === to) return [{ start, end: parent.name.end, text: to }];
  return [edit];
}
