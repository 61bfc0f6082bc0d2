import type { Parameter, Signature } from "../domain/symbol.js";
import { isPattern, optionKeys, type OptionKey } from "../languages/typescript/option-keys.js";
import type { Fit } from "../languages/typescript/type-fit.js";
import { alignParameters, sameName, type Alignment } from "./align-parameters.js";
import { matchWords } from "./word-match.js";

/** One thing that a caller must heed, as an operation without its callable. */
export interface CallChange {
  readonly kind: "arg.rename" | "arg.add_default" | "arg.add" | "arg.remove" | "arg.reorder" | "change.signature";
  readonly match: Readonly<Record<string, unknown>>;
  readonly confidence: number;
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** Compares what the old version calls a type with what the new one does. */
export interface TypeComparison {
  /** Whether what was passed before can be passed now. */
  accepts(before: string | undefined, after: string | undefined): Fit;
  /** Whether what is returned now can be used as what was returned before. */
  returns(before: string | undefined, after: string | undefined): Fit;
  /** Keys of the object that a parameter of the old or the new version takes, also by a named type. */
  keysOf(parameter: Parameter, side: "from" | "to"): ReadonlySet<string>;
}

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

/** A call is written differently throughout: every use is shown both signatures. */
export function signatureChange(
  before: readonly Signature[],
  after: readonly Signature[],
  confidence: number,
  evidence: CallChange["evidence"],
): CallChange {
  const match = { from: before.map(showSignature).join("; "), to: after.map(showSignature).join("; ") };
  return { kind: "change.signature", match, confidence, evidence };
}

/** `(a: string, b?: number): Promise<X>`. */
export function showSignature({ parameters, returns }: Signature): string {
  return `(${parameters.map(showParameter).join(", ")})${returns === undefined ? "" : `: ${returns}`}`;
}

function showParameter(parameter: Parameter): string {
  const { type, optional, rest } = parameter;
  const name = isPattern(parameter) && type !== undefined ? "options" : parameter.name;
  return `${rest ? "..." : ""}${name}${optional ? "?" : ""}${type === undefined ? "" : `: ${type}`}`;
}

/** Why the change is more than arguments that come, go or change places. */
function wideChange(
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

/** Whether the parameter takes what it took; one that may be left out takes undefined too. */
function accepts(from: Parameter, to: Parameter, types: TypeComparison): Fit {
  const omits = to.optional && to.type !== undefined && from.type?.includes("undefined") === true;
  return types.accepts(from.type, omits ? `${to.type} | undefined` : to.type);
}

/** Two inline options types are compared key by key. */
function optionsOnly(from: Parameter, to: Parameter): boolean {
  return optionKeys(from) !== undefined && optionKeys(to) !== undefined;
}

/** Whether both stand between the same neighbours, so that one took the other's place. */
function sameSlot(i: number, j: number, pairs: Alignment["pairs"]): boolean {
  return pairs.every(([a, b]) => a < i === b < j);
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

function nameOf(parameter: Parameter | undefined, key?: string): string {
  const name = parameter === undefined || isPattern(parameter) ? "options" : parameter.name;
  return key === undefined ? name : `${name}.${key}`;
}

/** Keys of inline options types and of patterns: renamed, gone, or newly asked for. */
function keyChanges(before: Signature, after: Signature, { pairs }: Alignment, types: TypeComparison): CallChange[] {
  return pairs.flatMap(([i, j]) => {
    const from = before.parameters[i];
    const to = after.parameters[j];
    const old = from === undefined ? undefined : optionKeys(from);
    const now = to === undefined ? undefined : optionKeys(to);
    if (old === undefined || now === undefined) return [];
    const untyped = from?.type === undefined || to?.type === undefined;
    const gone = [...old.keys()].filter((key) => !now.has(key));
    const fresh = [...now.keys()].filter((key) => !old.has(key));
    const renamed = [...new Set(gone.map(levelOf))].flatMap((level) =>
      matchWords(
        gone.filter((key) => levelOf(key) === level),
        fresh.filter((key) => levelOf(key) === level),
        (a, b) => types.accepts(old.get(a)?.type, now.get(b)?.type) === "yes",
      ),
    );
    const left = gone.filter((key) => !renamed.some((pair) => pair.from === key));
    return [
      ...renamed.map(({ from: a, to: b, confidence, similarity }): CallChange => ({
        kind: "arg.rename",
        match: { from: a, to: b, ...defaultOf(old.get(a)), required: old.get(a)?.optional === false },
        confidence: untyped ? confidence * 0.85 : confidence,
        evidence: { name: similarity },
      })),
      ...(untyped ? [] : left.filter((key) => !left.some((outer) => key.startsWith(`${outer}.`)))).map(
        (key): CallChange => ({
          kind: "arg.remove",
          match: { name: nameOf(from, key), position: i },
          confidence: 0.9,
          evidence: { signature_from: showSignature(before) },
        }),
      ),
    ];
  });
}

function levelOf(key: string): string {
  return key.slice(0, key.lastIndexOf(".") + 1);
}

function defaultOf(key: OptionKey | undefined): { default?: string } {
  return key?.default === undefined || !isPlainValue(key.default) ? {} : { default: key.default };
}

/** Values that were assumed for what is left out, and are no longer. */
function defaultChanges(before: Signature, after: Signature, { pairs }: Alignment): CallChange[] {
  return pairs.flatMap(([i, j]) => {
    const from = before.parameters[i];
    const to = after.parameters[j];
    if (from === undefined || to === undefined) return [];
    const now = optionKeys(to);
    const keys = [...(optionKeys(from) ?? [])].flatMap(([key, old]) => {
      const next = now?.get(key);
      return next === undefined ? [] : changedDefault(nameOf(from, key), i, old.default, next.default, true);
    });
    return [...changedDefault(nameOf(from), i, from.default, to.default, to.optional), ...keys];
  });
}

function changedDefault(
  name: string,
  position: number,
  before: string | undefined,
  after: string | undefined,
  optional: boolean,
): CallChange[] {
  if (before === undefined || !optional || before === after || !isPlainValue(before) || isEmpty(before)) return [];
  return [
    {
      kind: "arg.add_default",
      match: { name, position, default: before },
      confidence: after === undefined ? 0.5 : isPlainValue(after) ? 0.92 : 0.6,
      evidence: { default_from: before, default_to: after ?? null },
    },
  ];
}

/** A value that can be written anywhere: a literal, or a list of them. */
function isPlainValue(text: string): boolean {
  return /^(?:-?[\d._]+n?|true|false|null|undefined|"[^"]*"|'[^']*'|\[[^[\](){}A-Za-z]*\]|\{\s*\})$/.test(text);
}

/** What stands for nothing: whether it is `{}` or undefined, callers do not see. */
function isEmpty(text: string): boolean {
  return /^(?:undefined|\{\s*\}|\[\s*\])$/.test(text);
}
