import { type Band, bandOf, type Operation, type Thresholds } from "../../domain/operation.js";
import { containerRename } from "../../operations/container-rename.js";
import { type BoundCodemod, bindCodemod } from "./codemods.js";
import type { Leaving } from "./member-ways.js";
import { withinOuterKey } from "./outer-keys.js";

export interface Selection {
  readonly thresholds: Thresholds;
  /** Ids that a person approved although they are in the review band. */
  readonly approved: readonly string[];
  readonly skipped: readonly string[];
  /** Where given, no others are carried out. */
  readonly only?: readonly string[] | undefined;
  readonly minConfidence?: number | undefined;
}

/** An operation that is looked for in the dependent. */
export interface ActiveOperation {
  readonly id: string;
  readonly band: Band;
  /** `ask` leaves a comment for a person at each use instead of editing it. */
  readonly mode: "edit" | "ask";
  readonly codemod: BoundCodemod;
  readonly advice: string;
  /** Set where a member ends up in another container than what its own has become: its receiver is another then. */
  readonly leaving: Leaving | undefined;
  /** Offsets in the file at hand at which it is undone. */
  readonly undoneAt?: ReadonlySet<number> | undefined;
}

/** Undefined for an operation that is left out. */
export function activate(
  operation: Operation,
  all: readonly Operation[],
  selection: Selection,
): ActiveOperation | undefined {
  const { id, confidence, note } = operation;
  if (selection.skipped.includes(id)) return undefined;
  if (selection.only !== undefined && !selection.only.includes(id)) return undefined;
  if (selection.minConfidence !== undefined && confidence < selection.minConfidence) return undefined;
  const band = bandOf(confidence, selection.thresholds);
  const moved = movedTo(operation);
  const isTakenAlong = moved !== undefined && becomes(moved.from, moved.to.name, all);
  const bound = bindCodemod(withinOuterKey(operation, all));
  const codemod = isTakenAlong ? takenAlong(bound) : bound;
  return {
    id,
    band,
    mode: band === "review" && !selection.approved.includes(id) ? "ask" : "edit",
    codemod,
    leaving: isTakenAlong ? undefined : moved,
    advice: note === undefined ? codemod.advice : `${codemod.advice} (${note})`,
  };
}

/** For a file in which carrying out the operation would do harm. */
export function askInstead(operation: ActiveOperation): ActiveOperation {
  return { ...operation, mode: "ask", advice: `${operation.advice} (not done: it would add a type error here)` };
}

/** The operation as it is carried out at a place. */
export function inForceAt(operation: ActiveOperation | undefined, offset: number): ActiveOperation | undefined {
  return operation?.undoneAt?.has(offset) === true ? askInstead(operation) : operation;
}

/** Where a member is to be found, if in another container than before. */
function movedTo({ match }: Operation): Leaving | undefined {
  const { module, container, to_module: toModule = module, to_container: toContainer, to } = match;
  if (toContainer === undefined || toContainer === container) return undefined;
  return {
    name: String(to),
    from: { module: String(module), name: String(container) },
    to: { module: String(toModule), name: String(toContainer) },
  };
}

/** What a namespace holds is reached by its new name as soon as its own operation is carried out: nothing but the last name is left to do. */
function takenAlong(codemod: BoundCodemod): BoundCodemod {
  return {
    ...codemod,
    rewrite: (use) => {
      const outcome = codemod.rewrite(use);
      if (outcome.do !== "relocate" || use.kind !== "name") return outcome;
      const { name = use.name } = outcome.to;
      return name === use.name ? { do: "nothing" } : { do: "relocate", to: { name } };
    },
  };
}

/** Whether the one container is the other now, by an operation of its own or with what holds it. */
function becomes({ module, name }: Leaving["from"], to: string, all: readonly Operation[]): boolean {
  if (name === to) return true;
  const isRenamed = all.some((each) => {
    const rename = containerRename(each);
    return rename?.module === module && rename.from === name && rename.to === to;
  });
  if (isRenamed) return true;
  const [dot, toDot] = [name.lastIndexOf("."), to.lastIndexOf(".")];
  if (dot === -1 || toDot === -1 || name.slice(dot) !== to.slice(toDot)) return false;
  return becomes({ module, name: name.slice(0, dot) }, to.slice(0, toDot), all);
}
