import { ts } from "ts-morph";
import type { TextEdit } from "../../../domain/edit.js";
import type { Binding } from "../uses/bindings.js";
import type { Clause, ClauseElement } from "../uses/clauses.js";
import type { FileUses } from "../uses/found.js";
import { addName, type IsExported, mergeTarget, type Move, type Relocating } from "./context.js";
import { ClausePlan, entryOf, specifierEdit } from "./clause-plan.js";
import type { Entry } from "./clause-text.js";
import { type LocalRename, referenceEdits, referencesToElement, safeRenames } from "./locals.js";
import { relocatePaths } from "./paths.js";

export interface RelocationPlan {
  readonly edits: readonly TextEdit[];
  /** Moves that cannot be made here, with the reason. */
  readonly refused: ReadonlyMap<Move, string>;
}

/** Where an element of a clause goes. */
interface Destination {
  readonly module: string;
  readonly name: string;
}

/** Turns all moves of one file into edits of its imports and references, as one piece. */
export function planRelocations(uses: FileUses, moves: readonly Move[], isExported: IsExported): RelocationPlan {
  const refused = new Map<Move, string>();
  const edits: TextEdit[] = [];
  const modules = new Map<ts.Node, Move>();
  for (const move of moves) {
    const { use } = move.found;
    if (use.kind !== "module") continue;
    if (use.form === "reference") {
      edits.push({ ...use.span, text: move.to.module ?? use.specifier });
      continue;
    }
    const earlier = modules.get(move.found.node);
    if (earlier === undefined) modules.set(move.found.node, move);
    else if (earlier.to.module !== move.to.module) refused.set(move, "another operation moves the same module");
  }
  const plans = new Map(
    uses.clauses.map((clause) => {
      const module = modules.get(clause.specifier)?.to.module ?? clause.specifier.text;
      return [clause, new ClausePlan(clause, module)];
    }),
  );
  for (const [node, move] of modules) {
    if (uses.clauses.some((clause) => clause.specifier === node)) continue;
    if (ts.isStringLiteralLike(node)) edits.push(specifierEdit(node, move.to.module ?? node.text));
  }
  const context: Relocating = { uses, plans, refused, edits, isExported };
  const whole = moves.filter(({ found }) => found.element !== undefined && found.node === found.clause?.namespace);
  relocateWholeModules(context, whole);
  const elementMoves = moves.filter((move) => move.found.element !== undefined && !whole.includes(move));
  const pathMoves = moves.filter((move) => move.found.element === undefined && move.found.use.kind === "name");
  const extra = relocatePaths(context, pathMoves);
  relocateElements(context, [...elementMoves, ...extra]);
  for (const plan of plans.values()) edits.push(...plan.edits());
  return { edits: edits.filter((edit) => !changesNothing(uses.file.text, edit)), refused };
}

function changesNothing(text: string, { start, end, text: replacement }: TextEdit): boolean {
  return text.slice(start, end) === replacement;
}

function relocateElements(context: Relocating, moves: readonly Move[]): void {
  const destinations = destinationsOf(context, moves);
  const renames = localRenames(context, destinations);
  const localOf = new Map(renames.map((each) => [each.element, each.to]));
  for (const rename of renames) context.edits.push(...referenceEdits(context.uses, rename));

  for (const [clause, plan] of context.plans) {
    const own = clause.elements.filter((each) => destinations.has(each));
    if (own.length === 0) continue;
    const target = (element: ClauseElement): Destination =>
      destinations.get(element) ?? { module: plan.module, name: element.imported };
    const written = (element: ClauseElement): Entry => {
      const entry = entryOf(clause, element);
      return { ...entry, name: target(element).name, local: localOf.get(element) ?? entry.local };
    };
    const staysInForm = (element: ClauseElement): boolean =>
      clause.form !== "import" || (element.imported === "default") === (target(element).name === "default");
    const modules = new Set(clause.elements.map((each) => target(each).module));
    const [only] = modules;
    const mergeable = only === undefined || !clause.divisible ? undefined : mergeTarget(context, clause, only);
    if (modules.size === 1 && only !== undefined && clause.namespace === undefined && own.every(staysInForm)) {
      if (only === plan.module || mergeable === undefined) {
        plan.module = only;
        for (const element of own) plan.rename(element, written(element));
        continue;
      }
    }
    for (const element of own) {
      const { module } = target(element);
      if (module === plan.module && staysInForm(element)) {
        plan.rename(element, written(element));
        continue;
      }
      plan.remove(element);
      if (module === plan.module && takesInto(clause, target(element).name)) plan.add(written(element));
      else addName(context, plan, module, written(element));
    }
  }
}

/** Whether an import that a default one leaves, or becomes, can have it beside its other names. */
function takesInto({ list, namespace, typeOnly }: Clause, name: string): boolean {
  return namespace === undefined && !typeOnly && (list !== undefined || name === "default");
}

/** `const x = require("core")` becomes `const { name: x } = require("core")`. */
function relocateWholeModules({ plans, refused, uses }: Relocating, moves: readonly Move[]): void {
  for (const move of moves) {
    const { clause, element } = move.found;
    const plan = clause === undefined ? undefined : plans.get(clause);
    if (clause === undefined || element?.local === undefined || plan === undefined) continue;
    const name = move.to.name ?? "default";
    const isTakenApart = referencesToElement(uses, element).some(({ parent }) => ts.isPropertyAccessExpression(parent));
    if (ts.isImportEqualsDeclaration(clause.statement)) refused.set(move, "the import cannot name a part of a module");
    else if (isTakenApart) refused.set(move, "other things are taken from the module here");
    else plan.takeInstead({ name, local: element.local.text, typeOnly: false, tail: "" });
    if (move.to.module !== undefined) plan.module = move.to.module;
  }
}

function destinationsOf({ plans, refused }: Relocating, moves: readonly Move[]): Map<ClauseElement, Destination> {
  const found = new Map<ClauseElement, Destination & { readonly moves: readonly Move[] }>();
  for (const move of moves) {
    const { clause, element, elsewhere, target } = move.found;
    const plan = clause === undefined ? undefined : plans.get(clause);
    if (clause === undefined || element === undefined || plan === undefined) continue;
    // A name that leads out of another module of the core has been looked up where it goes.
    const isBound = elsewhere === "re-exported" || (elsewhere === "core" && move.to.module === undefined);
    const problem = obstacle(clause, element, move, isBound);
    if (problem !== undefined) {
      refused.set(move, problem);
      continue;
    }
    const earlier = found.get(element);
    const module = move.to.module ?? earlier?.module ?? plan.module;
    const name = move.to.name ?? earlier?.name ?? element.imported;
    const clashes =
      earlier !== undefined &&
      ((move.to.module !== undefined && earlier.module !== plan.module && earlier.module !== module) ||
        (move.to.name !== undefined && earlier.name !== element.imported && earlier.name !== name));
    if (clashes) {
      for (const each of [move, ...earlier.moves]) refused.set(each, `operations disagree about ${target.name}`);
      found.delete(element);
      continue;
    }
    found.set(element, { module, name, moves: [...(earlier?.moves ?? []), move] });
  }
  return found;
}

function obstacle(clause: Clause, element: ClauseElement, { to }: Move, isBound: boolean): string | undefined {
  if (to.container !== undefined && to.container !== "") return `it moves into ${to.container}`;
  if (isBound && to.module !== undefined) return "it comes by way of another module";
  if (isBound && to.name === "default") return "no default export comes by way of another module";
  const divides = clause.elements.length > 1 || clause.namespace !== undefined;
  if (to.module !== undefined && divides && !clause.divisible) return "the statement cannot be divided";
  if (to.name === "default" && clause.elements.some((each) => each.imported === "default")) {
    return "a default import stands here already";
  }
  return undefined;
}

/** Local names follow, unless the dependent chose its own or the new name is taken. */
function localRenames({ uses }: Relocating, destinations: ReadonlyMap<ClauseElement, Destination>): LocalRename[] {
  if (destinations.size === 0) return [];
  const proposed: LocalRename[] = [];
  const bound = new Map<Binding, string>();
  for (const clause of uses.clauses) {
    if (clause.form === "export") continue;
    for (const element of clause.elements) {
      if (element.local === undefined || !ts.isIdentifier(element.local)) continue;
      const binding = uses.bindingOf(element.local);
      if (binding === undefined) continue;
      const to = destinations.get(element);
      const identity = `${to?.module ?? clause.specifier.text} ${to?.name ?? element.imported}`;
      const from = element.local.text;
      if (to === undefined || element.aliased || to.name === from) bound.set(binding, identity);
      else proposed.push({ element, binding, from, to: to.name, identity });
    }
  }
  return safeRenames(uses, proposed, bound);
}
