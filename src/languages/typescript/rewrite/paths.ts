import { ts } from "ts-morph";
import type { Binding } from "../uses/bindings.js";
import type { Clause, ClauseElement } from "../uses/clauses.js";
import { loadedModule } from "../uses/clauses.js";
import { importTypeFrom, isScoped } from "../uses/identifiers.js";
import { specifierEdit } from "./clause-plan.js";
import { isReserved, referencesTo } from "./locals.js";
import { addName, type Move, type Relocating } from "./context.js";

/** A dotted path in an expression or a type: `core.utils.old`, `import("core").Old`. */
interface Path {
  readonly whole: ts.Node;
  readonly root: ts.Node;
  readonly parts: readonly ts.Node[];
}

/**
 * Rewrites names that are reached by a path. Gives moves of the names that paths start with, where every path
 * from there moves alike.
 */
export function relocatePaths(context: Relocating, moves: readonly Move[]): Move[] {
  const extra: Move[] = [];
  const plain = moves.filter(({ to }) => to.module === undefined && to.container === undefined);
  for (const move of plain) renameInPlace(context, move);
  const moving = moves.filter((move) => !plain.includes(move));
  for (const [rootMoves, root] of byRoot(context, moving)) {
    if (root === undefined) {
      for (const move of rootMoves) relocateInline(context, move);
      continue;
    }
    const together = wholeRootMove(context, root, rootMoves);
    if (together !== undefined) {
      for (const move of rootMoves) renameInPlace(context, move);
      if (together.module !== undefined && root.element === undefined) {
        const plan = context.plans.get(root.clause);
        if (plan !== undefined) plan.module = together.module;
      } else if (root.element !== undefined) {
        const [first] = rootMoves;
        if (first !== undefined) {
          extra.push({
            found: { ...first.found, clause: root.clause, element: root.element },
            to: together,
          });
        }
      }
      continue;
    }
    const leaving = rootMoves.filter((move) => !renameBelow(context, root, move));
    for (const move of leaving) takeByName(context, root, move);
    dropIfUnused(context, root, leaving);
  }
  return extra;
}

interface Root {
  readonly clause: Clause;
  /** Absent where the root is the whole module. */
  readonly element: ClauseElement | undefined;
  readonly binding: Binding;
  readonly name: string;
}

function byRoot(context: Relocating, moves: readonly Move[]): [Move[], Root | undefined][] {
  const groups = new Map<Binding | undefined, [Move[], Root | undefined]>();
  for (const move of moves) {
    const root = rootBinding(context, pathOf(move.found.node));
    const group = groups.get(root?.binding);
    if (group === undefined) groups.set(root?.binding, [[move], root]);
    else group[0].push(move);
  }
  return [...groups.values()];
}

function rootBinding({ uses }: Relocating, path: Path | undefined): Root | undefined {
  if (path === undefined || !ts.isIdentifier(path.root)) return undefined;
  const binding = uses.bindingOf(path.root);
  if (binding === undefined) return undefined;
  const name = path.root.text;
  for (const clause of uses.clauses) {
    if (clause.namespace !== undefined && uses.bindingOf(clause.namespace) === binding) {
      return { clause, element: undefined, binding, name };
    }
    const element = clause.elements.find(
      ({ local }) => local !== undefined && ts.isIdentifier(local) && uses.bindingOf(local) === binding,
    );
    if (element !== undefined) return { clause, element, binding, name };
  }
  return undefined;
}

/** References to a root outside of the clause that binds it. */
function referencesOf(context: Relocating, root: Root): ts.Identifier[] {
  return referencesTo(context.uses, root.binding, root.name).filter(
    (id) => id !== root.clause.namespace && id !== root.element?.local && id !== root.element?.nameNode,
  );
}

/** Takes a name out of its clause where no path from it is left. */
function dropIfUnused(context: Relocating, root: Root, moves: readonly Move[]): void {
  const rewritten = new Set(
    moves.filter((move) => !context.refused.has(move)).map((move) => pathOf(move.found.node)?.root),
  );
  if (root.element === undefined || !root.clause.divisible) return;
  if (referencesOf(context, root).every((id) => rewritten.has(id)))
    context.plans.get(root.clause)?.remove(root.element);
}

/** Where every reference to a root is one of the moves and all agree, what becomes of the root itself. */
function wholeRootMove(context: Relocating, root: Root, moves: readonly Move[]): Move["to"] | undefined {
  const references = referencesOf(context, root);
  const moved = new Set(moves.map((move) => pathOf(move.found.node)?.root));
  if (!references.every((id) => moved.has(id))) return undefined;
  const [first] = moves;
  if (first === undefined || moves.some((each) => each.found.elsewhere !== undefined)) return undefined;
  const { module, container } = first.to;
  if (moves.some(({ to }) => to.module !== module || to.container !== container)) return undefined;
  const depth = first.found.target.container.length;
  if (root.element === undefined) return depth === 0 && container === undefined ? definedOnly({ module }) : undefined;
  if (depth !== 1 || container === "" || container?.includes(".") === true) return undefined;
  if (moves.some(({ found }) => isWholeModule(pathOf(found.node), found))) return undefined;
  return definedOnly({ module, name: container });
}

function definedOnly({ module, name }: { module?: string | undefined; name?: string | undefined }): Move["to"] {
  return { ...(module === undefined ? {} : { module }), ...(name === undefined ? {} : { name }) };
}

/** `core.utils.old` becomes `core.fresh`, where `core` is a name for the whole module that is there still. */
function renameBelow(context: Relocating, root: Root, move: Move): boolean {
  const path = pathOf(move.found.node);
  const plan = context.plans.get(root.clause);
  if (path === undefined || plan === undefined || root.element === undefined) return false;
  if (!isWholeModule(path, move.found) || move.to.module !== undefined || move.found.elsewhere !== undefined)
    return false;
  const names = namesAfter(move);
  if (!context.isExported(plan.module, `${root.element.imported}.${names[0]}`)) return false;
  const { whole } = path;
  context.edits.push({ start: whole.getStart(), end: whole.end, text: [root.name, ...names].join(".") });
  return true;
}

/** Whether a path starts with a name for the whole module: nothing that it says of the container is left out. */
function isWholeModule(path: Path | undefined, { target }: Move["found"]): boolean {
  return path?.parts.length === target.container.length + 1;
}

function namesAfter({ to, found: { target } }: Move): string[] {
  const container = to.container ?? target.container.join(".");
  return [...(container === "" ? [] : container.split(".")), to.name ?? target.name];
}

/** Replaces the path by the name itself, imported from where it is now. */
function takeByName(context: Relocating, root: Root, move: Move): void {
  const plan = context.plans.get(root.clause);
  const path = pathOf(move.found.node);
  const { to, found } = move;
  if (plan === undefined || path === undefined || found.elsewhere !== undefined) {
    context.refused.set(move, "it comes by way of another module");
    return;
  }
  const names = namesAfter(move);
  const [first = found.target.name, ...rest] = names;
  const isModuleRoot = root.element === undefined;
  if (isModuleRoot && to.module === undefined) {
    const start = path.parts.at(-found.target.container.length - 1)?.getStart();
    if (start === undefined) context.refused.set(move, "its namespace is not written out here");
    else context.edits.push({ start, end: path.whole.end, text: names.join(".") });
    return;
  }
  if (
    isReserved(first) ||
    root.clause.form === "export" ||
    (isModuleRoot && !ts.isImportDeclaration(root.clause.statement))
  ) {
    context.refused.set(move, `import ${first} by hand`);
    return;
  }
  if (isBoundToAnother(context, first)) {
    context.refused.set(move, `the name ${first} is taken in this file`);
    return;
  }
  const module = to.module ?? plan.module;
  const entry = { name: first, local: first, typeOnly: false, tail: "" };
  if (!isModuleRoot && module === plan.module && root.clause.list !== undefined) plan.add(entry);
  else addName(context, plan, module, entry);
  context.edits.push({ start: path.whole.getStart(), end: path.whole.end, text: [first, ...rest].join(".") });
}

function isBoundToAnother({ uses, plans }: Relocating, name: string): boolean {
  const imported = [...plans.values()].some((plan) => plan.localOf(name) === name);
  return !imported && (uses.identifiers.get(name) ?? []).some((id) => isScoped(id));
}

/** `require("x").old`, `(await import("x")).old`, `import("x").Old`. */
function relocateInline(context: Relocating, move: Move): void {
  const path = pathOf(move.found.node);
  const literal = path === undefined ? undefined : inlineSpecifier(path.root);
  if (literal === undefined || move.to.container !== undefined || move.found.elsewhere !== undefined) {
    context.refused.set(move, "it cannot be moved where it is taken apart");
    return;
  }
  if (move.to.module !== undefined) context.edits.push(specifierEdit(literal, move.to.module));
  renameInPlace(context, move);
}

function inlineSpecifier(root: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportTypeNode(root)) {
    const { argument } = root;
    return ts.isLiteralTypeNode(argument) && ts.isStringLiteral(argument.literal) ? argument.literal : undefined;
  }
  return ts.isExpression(root) ? loadedModule(root) : undefined;
}

function renameInPlace({ edits }: Relocating, { found, to }: Move): void {
  const name = to.name ?? found.target.name;
  const { start, end } = found.use.span;
  const { parent } = found.node;
  const shorthand =
    ts.isShorthandPropertyAssignment(parent) || (ts.isBindingElement(parent) && parent.propertyName === undefined);
  edits.push(shorthand ? { start, end: start, text: `${name}: ` } : { start, end, text: name });
}

function pathOf(node: ts.Node): Path | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    const parts: ts.Node[] = [node];
    let root: ts.Expression = parent.expression;
    for (; ts.isPropertyAccessExpression(root); root = root.expression) parts.unshift(root.name);
    return { whole: parent, root, parts };
  }
  if (ts.isQualifiedName(parent) && parent.right === node) {
    const parts: ts.Node[] = [node];
    let root: ts.EntityName = parent.left;
    for (; ts.isQualifiedName(root); root = root.left) parts.unshift(root.right);
    if (ts.isImportTypeNode(parent.parent) && parent.parent.qualifier === parent) {
      return { whole: parent, root: parent.parent, parts: [root, ...parts] };
    }
    return { whole: parent, root, parts };
  }
  const imported = importTypeFrom(node);
  return imported && { whole: imported, root: imported, parts: [node] };
}
