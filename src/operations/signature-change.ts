import type { Signature } from "../domain/symbol.js";
import { alignParameters, sameName, type Alignment } from "./align-parameters.js";
import {
  accepts,
  type CallChange,
  nameOf,
  showSignature,
  signatureChange,
  type TypeComparison,
} from "./call-change.js";
import { defaultChanges, keyChanges } from "./option-changes.js";
import { wideChange } from "./wide-change.js";

/** What became of a call, given one old and one new signature; nothing where every call stays as it is. */
export function explainChange(before: Signature, after: Signature, types: TypeComparison): CallChange[] {
  const alignment = alignParameters(before.parameters, after.parameters, (a, b) => accepts(a, b, types));
  const wide = wideChange(before, after, alignment, types);
  if (wide !== undefined) return [signatureChange([before], [after], wide.confidence, wide.evidence)];
  const { pairs, removed } = alignment;
  const order = [...pairs].sort(([, a], [, b]) => a - b).map(([i]) => i);
  const added = required(alignment, before, after);
  if (order.some((place, i) => i > 0 && place < (order[i - 1] ?? 0))) {
    return removed.length === 0 && added.length === 0 && pairs.every(([, j]) => j < pairs.length)
      ? [reorder(order, before, after)]
      : [signatureChange([before], [after], 0.85, { reordered: order })];
  }
  const changes = [
    ...keyChanges(before, after, alignment, types),
    ...defaultChanges(before, after, alignment),
    ...removed.map((i) => removal(i, before)),
    ...added.map((j) => addition(j, after)),
  ];
  if (changes.length > 0 || takesTypeArguments(before, after)) return changes;
  return [signatureChange([before], [after], 0.6, { type_parameters: true })];
}

/** Whether calls that spell out their type arguments, as few do, can go on to: some number of them is right in both. */
function takesTypeArguments(
  { typeParameters: before = [] }: Signature,
  { typeParameters: after = [] }: Signature,
): boolean {
  const needed = (list: readonly string[]) => list.filter((parameter) => !parameter.includes(" = ")).length;
  return before.length === 0 || (needed(after) <= before.length && needed(before) <= after.length);
}

/** Whether every call that one signature allows is allowed by another, argument by argument, with a result of use. */
export function takesCallsOf(before: Signature, after: Signature, types: TypeComparison): boolean {
  const rest = after.parameters.at(-1)?.rest === true ? after.parameters.at(-1) : undefined;
  const needed = after.parameters.filter(({ optional, rest: many }) => !optional && !many).length;
  const given = before.parameters.filter(({ optional, rest: many }) => !optional && !many).length;
  return (
    needed <= given &&
    before.parameters.every((from, i) => {
      const to = after.parameters[i] ?? rest;
      return (
        to !== undefined && (to.rest || !from.rest) && (to.rest !== from.rest || accepts(from, to, types) !== "no")
      );
    }) &&
    types.returns(before.returns, after.returns) !== "no"
  );
}

/** What a call must have from now on. One that a list of arguments begins with is there unless the list was empty. */
function required({ added }: Alignment, before: Signature, after: Signature): number[] {
  const list = before.parameters.findIndex(({ rest }) => rest);
  const typed = after.parameters.some(({ type }) => type !== undefined);
  return added.filter((j) => {
    const parameter = after.parameters[j];
    return typed && parameter !== undefined && !parameter.optional && !parameter.rest && (list === -1 || j < list);
  });
}

/** Places that are told by names alone are less sure than those whose types differ. */
function reorder(order: readonly number[], before: Signature, after: Signature): CallChange {
  const moved = order.filter((place, i) => place !== i);
  const types = moved.map((place) => before.parameters[place]?.type);
  const named = moved.every((place) => after.parameters.some((to) => sameName(before.parameters[place] ?? to, to)));
  const distinct = !types.includes(undefined) && new Set(types).size === types.length;
  return {
    kind: "arg.reorder",
    match: { order },
    confidence: named ? (distinct ? 0.95 : 0.65) : 0.6,
    evidence: { parameters: before.parameters.map(({ name }) => name), types_tell: distinct },
  };
}

function removal(i: number, before: Signature): CallChange {
  const parameter = before.parameters[i];
  return {
    kind: "arg.remove",
    match: { name: nameOf(parameter), position: i },
    confidence: parameter?.type === undefined ? 0.8 : 0.95,
    evidence: { signature_from: showSignature(before) },
  };
}

function addition(j: number, after: Signature): CallChange {
  const parameter = after.parameters[j];
  const placeholder = parameter?.type === undefined ? undefined : placeholderOf(parameter.type);
  return {
    kind: "arg.add",
    match: { name: nameOf(parameter), position: j, ...(placeholder === undefined ? {} : { placeholder }) },
    confidence: 0.93,
    evidence: { signature_to: showSignature(after) },
  };
}

/** What a caller that has nothing to say may pass. */
function placeholderOf(type: string): string | undefined {
  const parts = type.split(" | ");
  return ["undefined", "null"].find((nothing) => parts.includes(nothing));
}
