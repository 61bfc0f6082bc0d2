import { isCallable, type Declaration, type PublicSymbol } from "../../domain/symbol.js";
import { nameSimilarity, wordsOf } from "../../domain/names.js";
import type { CoreEvidence } from "../evidence/collect.js";
import type { PositionAgreement } from "./neighbourhood.js";
import type { Features } from "./score.js";
import {
  docSimilarity,
  jaccard,
  parameterSimilarity,
  shapeSimilarity,
  sketchOf,
  signatureSimilarity,
  substitute,
  type Substitution,
} from "./similarity.js";
import type { SymbolIndex } from "./symbol-index.js";

/** What is known about a pair beyond the two declarations. */
export interface PairContext {
  readonly substitution: Substitution;
  /** The target had its name before the release too. */
  readonly existedBefore: boolean;
  /** 0 none, 1 the core's own note names this target first. */
  readonly note: number;
  /** The old name is, or was, just another name of the target. */
  readonly alias: boolean;
  /** Share of the release's systematic renames that this one follows, in [0, 1]. */
  readonly pattern: number;
  /** The same words were replaced in another name. */
  readonly follows: boolean;
  readonly sameContainer: boolean;
}

/** The named features of a pair, each in [0, 1]; what does not apply is absent. */
export function pairFeatures(from: PublicSymbol, to: PublicSymbol, lasting: Lasting, context: PairContext): Features {
  const { substitution } = context;
  const a = from.declaration;
  const b = to.declaration;
  const { holder } = lasting;
  const own = present({
    ...(holder ? {} : { [isPlain(a) ? "plainSignature" : "signature"]: signatureSimilarity(a, b, substitution) }),
    members: memberSimilarity(lasting.members, substitution),
    neighbours: holder
      ? undefined
      : jaccard(substituted([...a.typeRefs, ...a.calls], substitution), [...b.typeRefs, ...b.calls]),
    body: bodyEquality(a, b, context.existedBefore),
    note: flag(context.note),
    alias: flag(Number(context.alias)),
    pattern: flag(context.pattern),
    follows: flag(Number(context.follows)),
    // Of an alias neither says anything: its target was always there, and may look like anything.
    existedBefore: flag(Number(context.existedBefore && !context.alias)),
    beside: flag(Number(context.existedBefore && context.sameContainer && !context.alias && context.note === 0)),
    otherKind: flag(context.alias || holder ? 0 : kindDistance(from, to)),
    otherContainer: flag(Number(!context.sameContainer)),
  });
  return { ...lasting.features, ...own };
}

/** What no accepted rename changes about a pair, so that it is computed once for all rounds. */
export interface Lasting {
  /** One of the two merely holds the members of something else (`typeof x`) and has no shape of its own to compare. */
  readonly holder: boolean;
  readonly features: Features;
  /** Names of the members of each. */
  readonly members: readonly [readonly string[], readonly string[]];
}

export type LastingFeatures = (from: PublicSymbol, to: PublicSymbol) => Lasting;

export function lastingFeatures(
  before: SymbolIndex,
  after: SymbolIndex,
  position: PositionAgreement,
  evidence: CoreEvidence,
): LastingFeatures {
  const known = new Map<PublicSymbol, Map<PublicSymbol, Lasting>>();
  return (from, to) => {
    let row = known.get(from);
    if (row === undefined) known.set(from, (row = new Map()));
    let lasting = row.get(to);
    if (lasting === undefined) row.set(to, (lasting = compute(from, to)));
    return lasting;
  };

  function compute(from: PublicSymbol, to: PublicSymbol): Lasting {
    const a = from.declaration;
    const b = to.declaration;
    const members = [before.memberNames(from), after.memberNames(to)] as const;
    const holder = isHolder(a, members[0]) || isHolder(b, members[1]);
    const features = present({
      name: nameSimilarity(from.name, to.name),
      sameName: isTelling(from) && wordsOf(from.name) === wordsOf(to.name) ? rarity(from.name) : undefined,
      value: valueEquality(a, b),
      position: position(from, to),
      parameters: parameterSimilarity(a, b),
      ...(holder || a.kind === "enum-member"
        ? {}
        : { [isSmall(a, b) ? "smallStructure" : "structure"]: shapeSimilarity(a, b) }),
      ...methodCoverage(before.methodNames(from), after.methodNames(to), members[1].length > 0),
      unconstructible: lostConstructor(a, b),
      doc: holder ? undefined : docSimilarity(a, b),
      ...evidence.between(from, to),
      otherModule: flag(Number(from.module !== to.module)),
    });
    return { holder, members, features };
  }

  /** 1 where no other new name has the same words. */
  function rarity(name: string): number {
    return 1 / Math.max(1, after.namesakes(name));
  }
}

function present(features: Readonly<Record<string, number | undefined>>): Features {
  const known: Record<string, number> = {};
  for (const name in features) {
    const value = features[name];
    if (value !== undefined) known[name] = round(value);
  }
  return known;
}

/** Bodies of fewer shingles than this (`return this.x`) are equal by chance. */
const TRIVIAL_BODY = 10;

/**
 * 1 where two implementations are the same, 0 where they are not; undefined where there is none, or where both names had the same
 * trivial one side by side.
 */
function bodyEquality(a: Declaration, b: Declaration, existedBefore: boolean): number | undefined {
  if (a.body === undefined || b.body === undefined) return undefined;
  if (a.body !== b.body) return 0;
  return existedBefore && sketchOf(a).length < TRIVIAL_BODY ? undefined : 1;
}

/** Properties of the same name are found in many places and are seldom the same. */
function isTelling({ role, declaration }: PublicSymbol): boolean {
  return role === "export" || isCallable(declaration.kind) || declaration.static;
}

function isHolder(declaration: Declaration, members: readonly string[]): boolean {
  return members.length > 0 && declaration.members.length === 0;
}

/** 1 where dependents could construct the old class and cannot construct the new one. */
function lostConstructor(a: Declaration, b: Declaration): number | undefined {
  if (a.kind !== "class" || a.unconstructible === true) return undefined;
  return b.unconstructible === true || b.kind !== "class" ? 1 : undefined;
}

/** Whether two literals are the same, where both are written down. */
function valueEquality(a: Declaration, b: Declaration): number | undefined {
  return a.value === undefined || b.value === undefined ? undefined : Number(a.value === b.value);
}

/** Overlap of the words of two containers' member names, after renames; undefined for things without members. */
function memberSimilarity([left, right]: Lasting["members"], substitution: Substitution): number | undefined {
  if (left.length === 0 || right.length === 0) return undefined;
  return jaccard(
    left.map((name) => wordsOf(substitution.get(name) ?? name)),
    right.map(wordsOf),
  );
}

/** Trees of fewer shingles are alike by chance. */
const SMALL_SHAPE = 8;

function isSmall(a: Declaration, b: Declaration): boolean {
  return Math.min(sketchOf(a).length, sketchOf(b).length) < SMALL_SHAPE;
}

const PLAIN = /^(?:string|number|boolean|void|any|unknown|null|undefined|object|never|[ |?=[\]]|\(\) => )*$/;

/** Nothing but primitive types, and no parameters: so many names have the same that it says little. */
function isPlain({ signatures, type, value }: Declaration): boolean {
  if (signatures.length > 0) {
    return signatures.every(({ parameters, returns }) => parameters.length === 0 && PLAIN.test(returns ?? ""));
  }
  return PLAIN.test(type ?? value ?? "");
}

/** So many methods are seldom found together by chance. */
const MANY_METHODS = 4;

/** Share of a container's methods that the other one has too: what those who call them find again. */
function methodCoverage(
  left: readonly string[],
  right: readonly string[],
  visible: boolean,
): { methods?: number; fewMethods?: number } {
  if (left.length === 0 || !visible) return {};
  const offered = new Set(right);
  const share = left.filter((name) => offered.has(name)).length / left.length;
  return left.length < MANY_METHODS ? { fewMethods: share } : { methods: share };
}

/** 0 same kind, 0.3 kinds that are used alike, 1 kinds that are not. */
function kindDistance(from: PublicSymbol, to: PublicSymbol): number {
  const a = from.declaration.kind;
  const b = to.declaration.kind;
  if (a === b) return 0;
  return ALIKE.some((group) => group.includes(a) && group.includes(b)) ? 0.3 : 1;
}

const ALIKE: readonly (readonly string[])[] = [
  ["class", "interface", "type"],
  ["property", "accessor"],
  ["function", "constant"],
  ["enum", "constant", "namespace"],
  ["function", "method"],
  ["constant", "property", "enum-member"],
];

function substituted(names: readonly string[], substitution: Substitution): string[] {
  return names.map((name) => substitute(name, substitution));
}

function flag(value: number): number | undefined {
  return value === 0 ? undefined : value;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
