import type { Edit, Site, TextEdit } from "../../domain/edit.js";
import { packageNameOf } from "../../languages/typescript/core.js";
import type { IsExported, Move } from "../../languages/typescript/rewrite/context.js";
import { areNamesOnly } from "../../languages/typescript/rewrite/name-edits.js";
import { countSyntaxErrors } from "../../languages/typescript/rewrite/syntax.js";
import type { Meaning } from "../../languages/typescript/uses/exports.js";
import type { FoundUse, SearchedFile } from "../../languages/typescript/uses/search.js";
import type { ArgumentChange, Relocation } from "../../languages/typescript/uses/use.js";
import type { Outcome } from "../../operations/codemod.js";
import { type ActiveOperation, inForceAt } from "./active.js";
import type { Leaving, MemberWay } from "./member-ways.js";
import { type Fit, settleMoves, type WantedMove } from "./moves.js";
import { siteAt } from "./site.js";
import { applyEdits } from "./text.js";
import { type Todo, todoEdits } from "./todo.js";
import { type EditUnit, settleUnits } from "./units.js";

export interface EditedFile {
  readonly text: string;
  readonly edited: readonly Site[];
  readonly flagged: readonly Site[];
  readonly conflicting: readonly Site[];
  /** Sites whose edits would have left the file unparsable; the file is as it was. */
  readonly failed: readonly Site[];
}

/** What an operation wants of a call. */
interface WantedPass {
  readonly operation: ActiveOperation;
  readonly found: FoundUse["found"];
  readonly change: ArgumentChange;
}

/** What the `to` API has at the end of a move, or undefined where it has nothing, or is not known. */
export type Arrival = (move: Move) => Meaning | undefined;

/** Where things are in the `to` API. */
export interface Destinations {
  readonly arrival: Arrival;
  readonly isExported: IsExported;
  readonly memberWay: MemberWay;
}

/** Carries out all operations in one file, every edit against the text as it was. Comments are left where `comments` is true. */
export function editFile(
  file: SearchedFile,
  text: string,
  operations: ReadonlyMap<string, ActiveOperation>,
  { arrival, isExported, memberWay }: Destinations,
  comments = true,
): EditedFile {
  const wanted: WantedMove[] = [];
  const units: EditUnit[] = [];
  const marks: Mark[] = [];
  const passing = new Map<FoundUse["found"]["node"], WantedPass[]>();
  const seen = new Set<string>();
  const handedOn = new Set<string>();

  for (const { id, found } of file.found) {
    const operation = inForceAt(operations.get(id), found.use.span.start);
    const key = `${id} ${found.use.kind} ${found.use.span.start}`;
    if (operation === undefined || seen.has(key)) continue;
    seen.add(key);
    const outcome = outcomeOf(operation, found, arrival, (leaving) => {
      const receiver = file.receiverOf(found);
      return receiver && memberWay(leaving, found.use.span, receiver);
    });
    if (outcome.do === "relocate") wanted.push({ found, to: outcome.to, operation });
    if (outcome.do === "flag") {
      flag(operation, found, outcome.reason, outcome.comment);
      for (const offset of file.referencesOf(found)) flag(operation, found, outcome.reason, outcome.comment, offset);
    }
    if (outcome.do === "edit") units.push({ edits: outcome.edits, sites: [edited(operation, found)] });
    if (outcome.do === "pass") {
      const earlier = passing.get(found.node) ?? [];
      passing.set(found.node, [...earlier, { operation, found, change: outcome.change }]);
    }
  }
  for (const [node, changes] of passing) {
    const edits = file.passing(
      node,
      changes.map(({ change }) => change),
    );
    if (edits !== undefined) units.push({ edits, sites: changes.map((each) => edited(each.operation, each.found)) });
    else
      for (const each of changes)
        flag(each.operation, each.found, "the arguments that are passed cannot be written anew", true);
  }
  const { moves, disagreeing } = settleMoves(wanted, (move) => fitOf(file.meaningOf(move.found), arrival(move)));
  for (const { operation, found } of disagreeing) {
    flag(operation, found, "what becomes of this name is not clear here", true);
  }
  const plan = file.relocate([...moves.keys()], isExported);
  const relocated: Site[] = [];
  for (const [move, asked] of moves) {
    const refusal = plan.refused.get(move);
    for (const { operation, found } of asked) {
      if (refusal === undefined) relocated.push(edited(operation, found));
      else flag(operation, found, refusal, true);
    }
  }
  if (plan.edits.length > 0) units.push({ edits: plan.edits, sites: relocated });

  const { kept, conflicting } = settleUnits(units);
  const written = kept.flatMap((unit) => unit.edits);
  const standing = marks.filter((mark) => !isWrittenOver(mark, written, text));
  const flagged = standing.map(({ site }) => site);
  const edits: Edit[] = [...written, ...todoEdits(standing.flatMap(({ todo }) => todo ?? []))];
  const result = applyEdits(text, edits);
  const sites = [
    ...kept.flatMap((unit) => unit.sites),
    ...marks.filter((mark) => !standing.includes(mark)).map(({ site }) => ({ ...site, ...WRITTEN_OVER })),
  ];
  const conflicts = conflicting.flatMap((unit) =>
    unit.sites.map((each): Site => ({ ...each, action: "flagged", reason: "operations overlap here" })),
  );
  if (!areNamesOnly(text, edits) && hasMoreErrors(file.path, text, result)) {
    const failed = sites.map((each): Site => ({ ...each, action: "flagged", reason: "the file would not parse" }));
    return { text, edited: [], flagged, conflicting: conflicts, failed };
  }
  return { text: result, edited: sites, flagged, conflicting: conflicts, failed: [] };

  function flag(
    operation: ActiveOperation,
    found: FoundUse["found"],
    reason: string,
    comment: boolean,
    offset = found.use.span.start,
  ): void {
    const isHandedOn = found.use.kind === "call" && found.use.form === "passed";
    const isCommented = comment && comments && !(isHandedOn && handedOn.has(operation.id));
    if (isHandedOn) handedOn.add(operation.id);
    const todo = { operation: operation.id, text: operation.advice };
    marks.push({
      site: siteAt(text, file.path, offset, operation.id, "flagged", reason),
      offset,
      todo: isCommented ? { ...todo, anchor: file.anchorAt(offset) } : undefined,
    });
  }

  function edited(operation: ActiveOperation, { use }: FoundUse["found"]): Site {
    const { start, end } = use.span;
    return { ...siteAt(text, file.path, start, operation.id, "edited", use.reason), length: end - start };
  }
}

/** A place at which a person is asked. */
interface Mark {
  readonly site: Site;
  readonly offset: number;
  readonly todo: Todo | undefined;
}

const WRITTEN_OVER: Pick<Site, "action" | "reason"> = {
  action: "edited",
  reason: "what was taken from it is taken from elsewhere",
};

/** True for `inner` of `core.inner.name` where that is written anew without it: nothing is left to ask. */
function isWrittenOver({ offset }: Mark, edits: readonly Edit[], text: string): boolean {
  const [name = ""] = /^[\w$]*/.exec(text.slice(offset, offset + MAX_NAME)) ?? [];
  const end = offset + name.length;
  return edits.some(
    (edit) =>
      "text" in edit &&
      edit.start <= offset &&
      end < edit.end &&
      !edit.text.split(/[^\w$]+/).includes(name) &&
      text[end] === ".",
  );
}

const MAX_NAME = 200;

/** Most files have no errors afterwards, and need not be parsed as they were. */
function hasMoreErrors(path: string, before: string, after: string): boolean {
  const errors = countSyntaxErrors(path, after);
  return errors > 0 && errors > countSyntaxErrors(path, before);
}

/** A name that is used as a type goes where there is a type, a value where there is a value, `new` where it is allowed. */
function fitOf(used: Meaning, there: Meaning | undefined): Fit {
  if (there === undefined || (!used.value && !used.type)) return "unknown";
  const kinds = ["value", "type", "built"] as const;
  return kinds.every((kind) => !used[kind] || there[kind]) ? "fits" : "contradicts";
}

function outcomeOf(
  operation: ActiveOperation,
  found: FoundUse["found"],
  arrival: Arrival,
  wayOf: (leaving: Leaving) => readonly TextEdit[] | undefined,
): Outcome {
  const outcome = operation.codemod.rewrite(found.use);
  if (outcome.do === "nothing") return outcome;
  if (operation.mode === "ask") {
    const isCertain = found.use.certainty === "certain";
    return { do: "flag", reason: isCertain ? operation.advice : found.use.reason, comment: isCertain };
  }
  if (operation.leaving !== undefined && found.use.kind === "member" && outcome.do === "edit") {
    const edits = wayOf(operation.leaving);
    if (edits !== undefined) return { do: "edit", edits };
    return { do: "flag", reason: "the member is now another container's", comment: true };
  }
  if (outcome.do === "pass" && found.use.kind === "call" && found.use.fits === false) {
    return { do: "flag", reason: "the old signature does not take what is passed", comment: false };
  }
  if (outcome.do === "relocate" && found.elsewhere === "core") return byAnotherModule(found, outcome.to, arrival);
  return outcome;
}

/**
 * A name that comes by another module than the operation speaks of stays with that one where it has the new name, too, and else
 * is taken from where the operation says, which must be of the same package: any other the dependent chose on purpose.
 */
function byAnotherModule(found: FoundUse["found"], to: Relocation, arrival: Arrival): Outcome {
  const { module, ...here } = to;
  if (arrival({ found, to: here }) !== undefined) {
    const stays = here.name === undefined || here.name === found.target.name;
    return stays ? { do: "nothing" } : { do: "relocate", to: here };
  }
  const home = { ...to, module: module ?? found.target.module };
  const specifier = found.clause?.specifier.text;
  const isOwn = specifier !== undefined && packageNameOf(specifier) === packageNameOf(found.target.module);
  if (isOwn && arrival({ found, to: home }) !== undefined) return { do: "relocate", to: home };
  return { do: "flag", reason: "the name comes by way of another module", comment: true };
}
