import type { TextEdit } from "../../../domain/edit.js";
import type { Clause } from "../uses/clauses.js";
import type { FileUses, Found } from "../uses/found.js";
import type { Relocation } from "../uses/use.js";
import type { ClausePlan } from "./clause-plan.js";
import type { Entry } from "./clause-text.js";

/** One use and where its name, or its module, is found after the migration. */
export interface Move {
  readonly found: Found;
  readonly to: Relocation;
}

/** What the parts of a file's plan share. */
export interface Relocating {
  readonly uses: FileUses;
  readonly plans: ReadonlyMap<Clause, ClausePlan>;
  readonly refused: Map<Move, string>;
  readonly edits: TextEdit[];
  readonly isExported: IsExported;
}

/** Whether a module of the `to` API has a name, or a namespace in it `namespace.name`. */
export type IsExported = (module: string, name: string) => boolean;

/** Adds a name to the clause of its module that the file has already, else in a new statement beside `plan`'s. */
export function addName(context: Relocating, plan: ClausePlan, module: string, entry: Entry): void {
  const existing = entry.name === "default" ? undefined : mergeTarget(context, plan.clause, module);
  if (existing === undefined) plan.addBeside(module, entry);
  else existing.add(entry);
}

/** A clause of the same form that takes names from `module` after the migration and can take another. */
export function mergeTarget({ plans }: Relocating, clause: Clause, module: string): ClausePlan | undefined {
  if (clause.form === "pattern") return undefined;
  return [...plans.values()].find(
    (plan) =>
      plan.module === module &&
      plan.clause !== clause &&
      plan.clause.form === clause.form &&
      plan.clause.list !== undefined &&
      plan.clause.divisible &&
      plan.clause.typeOnly === clause.typeOnly,
  );
}
