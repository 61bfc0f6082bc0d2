import { compareText } from "../domain/hash.js";
import type { ApiDiff } from "../domain/matching.js";
import type { Method, ProposedOperation } from "../domain/operation.js";
import {
  qualifiedName,
  type Declaration,
  type Parameter,
  type PublicSymbol,
  type Signature,
} from "../domain/symbol.js";
import { optionKeys } from "../languages/typescript/option-keys.js";
import { typeFit, type Fit, type Sides, type TypeNames } from "../languages/typescript/type-fit.js";
import { signatureChange, type CallChange, type TypeComparison } from "./call-change.js";
import { counterpartsOf, type Counterpart } from "./counterparts.js";
import { explainChange, takesCallsOf } from "./signature-change.js";
import { valueRenames } from "./value-renames.js";
import type { WordPair } from "./word-match.js";

/** Renames this sure are made in types before they are compared. */
const SUBSTITUTE_FROM = 0.6;
const IDENTIFIER = /[A-Za-z_$][\w$]*/g;
/** Names that types have of their own, whatever an export of the same name became. */
const KEYWORDS = [
  "string",
  "number",
  "boolean",
  "symbol",
  "bigint",
  "object",
  "any",
  "unknown",
  "never",
  "void",
  "null",
  "undefined",
];
/** A narrowing that more callables than this share is a convention. */
const MAX_ALIKE = 8;
/** So many overloads tell a reader enough. */
const MAX_SHOWN = 3;
/** So many pairs of overloads are compared type by type; generated declarations have thousands of overloads. */
const MAX_COMPARED = 5_000;

const computed = new WeakMap<ApiDiff, ProposedOperation[]>();

/** Operations of one kind that follow from how signatures changed. */
export function signatureOperations(diff: ApiDiff, kind: CallChange["kind"]): ProposedOperation[] {
  let all = computed.get(diff);
  if (all === undefined) computed.set(diff, (all = changesOf(diff)));
  return all.filter((operation) => operation.kind === kind);
}

function changesOf(diff: ApiDiff): ProposedOperation[] {
  const types = comparisonOf(diff);
  const operations = callablesOf(diff).flatMap((callable) =>
    callChanges(callable, types).map((change) => operationOf(callable, change)),
  );
  return withoutConventions(operations).sort((a, b) =>
    compareText(String(a.match["callable"]), String(b.match["callable"])),
  );
}

/**
 * Without what many callables have in common: that a kind of value is nowhere accepted any more is no news of each of them, and the type
 * checker finds the few calls that pass it.
 */
function withoutConventions(operations: readonly ProposedOperation[]): ProposedOperation[] {
  const counts = new Map<string, number>();
  for (const { evidence } of operations) {
    const narrowed = String(evidence["narrowed"]);
    counts.set(narrowed, (counts.get(narrowed) ?? 0) + 1);
  }
  return operations.filter(
    ({ evidence }) =>
      evidence["narrowed"] === undefined || (counts.get(String(evidence["narrowed"])) ?? 0) <= MAX_ALIKE,
  );
}

/** What kept its name or was renamed and can be called. Functions that dependents pass in are not theirs to call. */
function callablesOf(diff: ApiDiff): Counterpart[] {
  return counterpartsOf(diff).filter(
    ({ from, to }) =>
      from.role !== "config-key" &&
      from.declaration.signatures.length + to.declaration.signatures.length > 0 &&
      !from.declaration.tags.includes("internal") &&
      !from.name.startsWith("["),
  );
}

function callChanges({ from, to }: Counterpart, types: TypeComparison): CallChange[] {
  const before = withValues(from.declaration.signatures, valueRenames(from, to));
  const after = to.declaration.signatures;
  if (before.length === 0 || after.length === 0) return accessChange(from.declaration, to.declaration, types);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  // Typed before and not now: one of the two is seen in another kind of source, which may read `arguments`.
  if (before.some(isTyped) && !after.some(isTyped)) return [];
  const changes = changesBetween(before, after, types);
  // A type that can be called is one that dependents write functions for.
  return changes.length > 0 && from.role === "export" && from.typeOnly
    ? [signatureChange(before, after, 0.75, { dependents_implement: true })]
    : changes;
}

/** A property that is now a method, or the reverse: told by a type that stays. */
function accessChange(before: Declaration, after: Declaration, types: TypeComparison): CallChange[] {
  const [call] = [...before.signatures, ...after.signatures];
  const type = before.type ?? after.type;
  if (call?.returns === undefined || type === undefined || call.parameters.some(({ optional }) => !optional)) return [];
  const isCall = before.signatures.length > 0;
  const fits = isCall ? types.returns(call.returns, type) : types.returns(type, call.returns);
  if (fits !== "yes") return [];
  const property: Signature = { parameters: [], returns: type };
  const change = signatureChange([isCall ? call : property], [isCall ? property : call], 0.9, {
    [isCall ? "method_to_property" : "property_to_method"]: true,
  });
  const shown = { from: `: ${type}`, to: `: ${type}` };
  return [{ ...change, match: isCall ? { ...change.match, to: shown.to } : { ...change.match, from: shown.from } }];
}

/** The signatures as if strings that have another spelling had it before: `rename.value` speaks of those. */
function withValues(signatures: readonly Signature[], renamed: readonly WordPair[]): readonly Signature[] {
  if (renamed.length === 0) return signatures;
  const spelled = (type: string) =>
    renamed.reduce((text, { from, to }) => text.replaceAll(JSON.stringify(from), JSON.stringify(to)), type);
  return signatures.map((signature) => ({
    ...signature,
    parameters: signature.parameters.map((parameter) =>
      parameter.type === undefined ? parameter : { ...parameter, type: spelled(parameter.type) },
    ),
  }));
}

function isTyped({ parameters, returns }: Signature): boolean {
  return parameters.length === 0 ? returns !== undefined : parameters.some(({ type }) => type !== undefined);
}

function changesBetween(
  before: readonly Signature[],
  after: readonly Signature[],
  types: TypeComparison,
): CallChange[] {
  const [only] = before;
  const [now] = after;
  if (only !== undefined && now !== undefined && before.length === 1 && after.length === 1) {
    return explainChange(only, now, types);
  }
  const doubtful = comparable(before, after);
  const refused = doubtful.filter((signature) => !after.some((other) => takesCallsOf(signature, other, types)));
  if (refused.length === 0) return [];
  const alike = before.length === after.length ? sameExplanation(before, after, types) : undefined;
  return (
    alike ?? [
      signatureChange(refused.slice(0, MAX_SHOWN), after.slice(0, MAX_SHOWN), 0.88, {
        overloads_refused: refused.length,
      }),
    ]
  );
}

/** Old overloads to be held against all new ones: where that takes too long, some of those that are not there any more as they were. */
function comparable(before: readonly Signature[], after: readonly Signature[]): readonly Signature[] {
  if (before.length * after.length <= MAX_COMPARED) return before;
  const still = new Set(after.map(typesOf));
  return before
    .filter((signature) => !still.has(typesOf(signature)))
    .slice(0, Math.max(1, Math.floor(MAX_COMPARED / after.length)));
}

function typesOf({ parameters, returns }: Signature): string {
  return JSON.stringify([
    parameters.map(({ name, type, optional, rest }) => [type ?? name, optional, rest]),
    returns ?? "",
  ]);
}

/** What happened to every overload alike. */
function sameExplanation(
  before: readonly Signature[],
  after: readonly Signature[],
  types: TypeComparison,
): CallChange[] | undefined {
  const each = before.map((signature, i) => explainChange(signature, after[i] ?? signature, types));
  const [first = []] = each;
  const said = (changes: readonly CallChange[]) => JSON.stringify(changes.map(({ kind, match }) => ({ kind, match })));
  return first.length > 0 && each.every((changes) => said(changes) === said(first)) ? first : undefined;
}

function operationOf({ from, to, confidence }: Counterpart, change: CallChange): ProposedOperation {
  const owner = from.name === "constructor" ? ownerOf(from) : qualifiedName(from);
  return {
    kind: change.kind,
    match: { callable: owner, ...change.match },
    confidence: Math.round(confidence * change.confidence * 1000) / 1000,
    method: "similarity" satisfies Method,
    evidence: { ...change.evidence, ...(from.name === to.name ? {} : { now: qualifiedName(to) }) },
    breaking: true,
    dependsOn: [],
  };
}

/** A constructor is called by its class's name. */
function ownerOf({ module, container }: PublicSymbol): string {
  return `${module}.${container}`;
}

function comparisonOf(diff: ApiDiff): TypeComparison {
  const sure = diff.pairs.filter((pair) => pair.confidence >= SUBSTITUTE_FROM && pair.from.role === "export");
  const renamed = new Map(sure.map((pair) => [pair.from.name, pair.to.name]));
  for (const keyword of KEYWORDS) renamed.delete(keyword);
  const now = remembered((text) => text.replace(IDENTIFIER, (name) => renamed.get(name) ?? name));
  const fit = rememberedFit(typeNames(diff, now));
  const members = { from: membersByOwner(diff.from.symbols), to: membersByOwner(diff.to.symbols) };
  return {
    accepts: (before, after) => fit(before === undefined ? before : now(before), after, ["from", "to"]),
    returns: (before, after) => fit(after, before === undefined ? before : now(before), ["to", "from"]),
    keysOf: (parameter, side) => new Set(keysOf(parameter, members[side])),
  };
}

/** Overloads ask the same again and again. */
function remembered<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? compute(text);
    known.set(text, found);
    return found;
  };
}

function rememberedFit(names: TypeNames) {
  const fits = new Map<string, (wanted: string) => Fit>();
  return (given: string | undefined, wanted: string | undefined, sides: Sides): Fit => {
    if (given === undefined || wanted === undefined || given === wanted) return "yes";
    const key = `${sides[0]} ${given}`;
    const fit = fits.get(key) ?? remembered((other) => typeFit(given, other, names, sides));
    fits.set(key, fit);
    return fit(wanted);
  };
}

function keysOf(parameter: Parameter, members: ReadonlyMap<string, readonly string[]>): Iterable<string> {
  const inline = optionKeys(parameter);
  if (inline !== undefined) return inline.keys();
  return (parameter.type?.match(IDENTIFIER) ?? []).flatMap((name) => members.get(name) ?? []);
}

/** Names of the members of interfaces and types, by their owner's name. */
function membersByOwner(symbols: readonly PublicSymbol[]): Map<string, string[]> {
  const members = new Map<string, string[]>();
  for (const { container, name, role, declaration } of symbols) {
    if (role === "export" || container.includes(".") || declaration.static || declaration.kind === "constructor")
      continue;
    const known = members.get(container);
    if (known === undefined) members.set(container, [name]);
    else known.push(name);
  }
  return members;
}

function typeNames(diff: ApiDiff, now: (text: string) => string): TypeNames {
  const aliases = { from: new Map<string, string>(), to: new Map<string, string>() };
  const objects = new Set<string>();
  const ancestors = new Map<string, Set<string>>();
  for (const side of ["from", "to"] as const) {
    const current = side === "from" ? now : (text: string) => text;
    for (const { name: written, role, declaration } of diff[side].symbols) {
      if (role !== "export") continue;
      const name = current(written);
      const { kind, type, heritage } = declaration;
      if (kind === "type" && type !== undefined) aliases[side].set(name, current(type));
      if (kind === "class" || kind === "interface") objects.add(name);
      ancestors.set(name, new Set([...(ancestors.get(name) ?? []), ...heritage.map(current)]));
    }
  }
  return {
    expand: (name, side) => aliases[side].get(name),
    isObject: (name) => objects.has(name),
    ancestors: (name) => [...(ancestors.get(name) ?? [])],
  };
}
