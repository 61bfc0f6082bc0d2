import { ts } from "ts-morph";
import type { TextEdit } from "../../../domain/edit.js";
import type { Binding } from "../uses/bindings.js";
import type { ClauseElement } from "../uses/clauses.js";
import type { FileUses } from "../uses/found.js";
import { isScoped, isTag, namesElement } from "../uses/identifiers.js";
import { mockedKey } from "../uses/mock-sites.js";

/** A local name that should follow the name it was imported by. */
export interface LocalRename {
  readonly element: ClauseElement;
  readonly binding: Binding;
  readonly from: string;
  readonly to: string;
  /** Equal for names that stand for the same thing after the migration. */
  readonly identity: string;
}

/**
 * The renames to names that mean the same where they are used, and leave no other name in the file captured or doubled. Those
 * refused keep their local name.
 * Names may be swapped: a name that is itself given up does not stand in the way.
 */
export function safeRenames(
  uses: FileUses,
  proposed: readonly LocalRename[],
  bound: ReadonlyMap<Binding, string>,
): LocalRename[] {
  let accepted = [...proposed];
  for (;;) {
    const given = new Map<string, string>();
    const leaving = new Set(accepted.map((each) => each.binding));
    const next = accepted.filter((each) => {
      if ((given.get(each.to) ?? each.identity) !== each.identity) return false;
      given.set(each.to, each.identity);
      return !isReserved(each.to) && !namesElements(uses, each) && !isTaken(uses, each, leaving, bound);
    });
    if (next.length === accepted.length) return next;
    accepted = next;
  }
}

/** True for what no module can bind. */
export function isReserved(name: string): boolean {
  const keyword = ts.identifierToKeywordKind(ts.factory.createIdentifier(name));
  const isWord = keyword !== undefined && keyword <= ts.SyntaxKind.LastFutureReservedWord;
  return isWord || ["await", "arguments", "eval"].includes(name);
}

function namesElements(uses: FileUses, { binding, from, to }: LocalRename): boolean {
  return namesElement(to) && referencesTo(uses, binding, from).some(isTag);
}

function isTaken(
  uses: FileUses,
  rename: LocalRename,
  leaving: ReadonlySet<Binding>,
  bound: ReadonlyMap<Binding, string>,
): boolean {
  return (uses.identifiers.get(rename.to) ?? []).some((id) => {
    if (!isScoped(id)) return false;
    const binding = uses.bindingOf(id);
    if (binding === undefined) return !isInComment(id);
    return !leaving.has(binding) && bound.get(binding) !== rename.identity;
  });
}

function isInComment(id: ts.Node): boolean {
  return ts.findAncestor(id, (node) => ts.isJSDoc(node)) !== undefined;
}

/** Edits of every reference to a local name outside of the clause that binds it. */
export function referenceEdits(uses: FileUses, { element, binding, from, to }: LocalRename): TextEdit[] {
  return referencesTo(uses, binding, from)
    .filter((id) => id !== element.local && id !== element.nameNode)
    .flatMap((id) => renameReference(id, to));
}

export function referencesTo(uses: FileUses, binding: Binding, name: string): ts.Identifier[] {
  return (uses.identifiers.get(name) ?? []).filter((id) => isScoped(id) && uses.bindingOf(id) === binding);
}

/** Uses of a name that an import or `require` binds. */
export function referencesToElement(uses: FileUses, element: ClauseElement): readonly ts.Identifier[] {
  const { local } = element;
  if (local === undefined || !ts.isIdentifier(local) || ts.isExportSpecifier(element.node)) return [];
  const binding = uses.bindingOf(local);
  if (binding === undefined) return [];
  return referencesTo(uses, binding, local.text).filter(
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
