import type { Parameter, Signature } from "../domain/symbol.js";
import { optionKeys } from "../languages/typescript/option-keys.js";
import { sameName, type Alignment } from "./align-parameters.js";
import { accepts, type CallChange, type TypeComparison } from "./call-change.js";

/** Why the change is more than arguments that come, go or change places. */
export function wideChange(
  before: Signature,
  after: Signature,
  alignment: Alignment,
  types: TypeComparison,
): { confidence: number; evidence: CallChange["evidence"] } | undefined {
  const { pairs, removed, added } = alignment;
  const gone = removed.flatMap((i) => before.parameters[i] ?? []);
  const fresh = added.flatMap((j) => after.parameters[j] ?? []);
  const bundled = shared(gone, [...fresh, ...pairs.flatMap(([, j]) => after.parameters[j] ?? [])], types, "to");
  if (bundled.length > 0) return { confidence: 0.92, evidence: { positional_to_options: bundled } };
  const spread = shared(fresh, gone, types, "from");
  if (spread.length > 0) return { confidence: 0.92, evidence: { options_to_positional: spread } };
  const returned = returnChange(before, after, types);
  if (returned !== undefined) return returned;
  const both = pairs.flatMap(([i, j]) => {
    const from = before.parameters[i];
    const to = after.parameters[j];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const spreads = both.filter(({ from, to }) => from.rest && !to.rest).map(({ from }) => from.name);
  if (spreads.length > 0) return { confidence: 0.9, evidence: { no_longer_spread: spreads } };
  const needed = both.filter(({ from, to }) => from.optional && !to.optional && !to.rest && to.type !== undefined);
  if (needed.length > 0) return { confidence: 0.85, evidence: { now_required: needed.map(({ to }) => to.name) } };
  const retyped = both.filter(({ from, to }) => accepts(from, to, types) === "no" && !optionsOnly(from, to));
  if (retyped.length > 0) {
    const narrowed = retyped.every(({ from, to }) => types.returns(from.type, to.type) === "yes");
    const how = retyped.map(({ from, to }) => `${from.type} -> ${to.type}`);
    return narrowed
      ? { confidence: 0.75, evidence: { narrowed: how } }
      : { confidence: 0.88, evidence: { retyped: retyped.map(({ to }) => to.name) } };
  }
  const replaced = removed.filter((i) => added.some((j) => sameSlot(i, j, pairs)));
  const other = both.filter(({ from, to }) => !sameName(from, to) && accepts(from, to, types) === "unclear");
  if (other.length > 0 && removed.length + added.length > 0) {
    return { confidence: 0.85, evidence: { replaced: other.map(({ from }) => from.name) } };
  }
  if (replaced.length === 0) return undefined;
  return { confidence: 0.88, evidence: { replaced: replaced.flatMap((i) => before.parameters[i]?.name ?? []) } };
}

/** Names of positional parameters that are keys of an object among the others. */
function shared(
  positional: readonly Parameter[],
  objects: readonly Parameter[],
  types: TypeComparison,
  side: "from" | "to",
): string[] {
  const keys = new Set(objects.flatMap((parameter) => [...types.keysOf(parameter, side)]));
  return positional.map(({ name }) => name.replace(/^_+/, "")).filter((name) => keys.has(name));
}

function returnChange(before: Signature, after: Signature, types: TypeComparison) {
  if (types.returns(before.returns, after.returns) !== "no") return undefined;
  const from = before.returns ?? "";
  const to = after.returns ?? "";
  if (!isPromise(from) && isPromise(to)) return { confidence: 0.92, evidence: { sync_to_async: true } };
  if (isPromise(from) && !isPromise(to)) return { confidence: 0.88, evidence: { async_to_sync: true } };
  const nullish = types.returns(`${awaited(from)} | null | undefined`, awaited(to)) !== "no";
  return nullish
    ? { confidence: 0.75, evidence: { may_be_absent: true } }
    : { confidence: 0.85, evidence: { returns: true } };
}

function isPromise(type: string): boolean {
  return /^Promise(?:Like)?(?:<|$)/.test(type);
}

function awaited(type: string): string {
  return /^Promise<(.*)>$/.exec(type)?.[1] ?? type;
}

/** Two inline options types are compared key by key. */
function optionsOnly(from: Parameter, to: Parameter): boolean {
  return optionKeys(from) !== undefined && optionKeys(to) !== undefined;
}

/** Whether both stand between the same neighbours, so that one took the other's place. */
function sameSlot(i: number, j: number, pairs: Alignment["pairs"]): boolean {
  return pairs.every(([a, b]) => a < i === b < j);
}
