import { isCallable, type Declaration, type PublicSymbol } from "../../domain/symbol.js";
import { nameSimilarity, wordsOf } from "../../domain/names.js";
import type { PairFeatures } from "../evidence/collect.js";
import type { Features } from "./score.js";
import {
  docSimilarity,
  jaccard,
  parameterSimilarity,
  shapeSimilarity,
  signatureSimilarity,
  substitute,
  type Substitution,
} from "./similarity.js";

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
  readonly sameContainer: boolean;
  /** Names of the members of each. */
  readonly members: readonly [readonly string[], readonly string[]];
  /** Those of them that are called. */
  readonly methods: readonly [readonly string[], readonly string[]];
  /** Agreement of the two places, see `positionAgreement`. */
  readonly position: number | undefined;
  /** See `Block.scarcity`. */
  readonly scarcity: number | undefined;
  /** How many names of the new version have the same words as the old one. */
  readonly namesakes: number;
  /** What the core says and does about the two names. */
  readonly evidence: PairFeatures;
}

/** The named features of a pair, each in [0, 1]; what does not apply is absent. */
export function pairFeatures(from: PublicSymbol, to: PublicSymbol, context: PairContext): Features {
  const a = from.declaration;
  const b = to.declaration;
  // What merely holds the members of something else (`typeof x`) has no shape of its own to compare.
  const holder = isHolder(a, context.members[0]) || isHolder(b, context.members[1]);
  const features: Record<string, number | undefined> = {
    name: nameSimilarity(from.name, to.name),
    sameName:
      isTelling(from) && wordsOf(from.name) === wordsOf(to.name) ? 1 / Math.max(1, context.namesakes) : undefined,
    value: valueEquality(a, b),
    position: context.position,
    scarcity: context.scarcity,
    signature: holder ? undefined : signatureSimilarity(a, b, context.substitution),
    parameters: parameterSimilarity(a, b),
    structure: holder ? undefined : shapeSimilarity(a, b),
    members: memberSimilarity(context),
    methods: methodCoverage(context),
    doc: holder ? undefined : docSimilarity(a, b),
    neighbours: holder
      ? undefined
      : jaccard(substituted([...a.typeRefs, ...a.calls], context.substitution), [...b.typeRefs, ...b.calls]),
    body: bodyEquality(a, b, context.existedBefore),
    note: flag(context.note),
    alias: flag(Number(context.alias)),
    ...context.evidence,
    pattern: flag(context.pattern),
    // Of an alias neither says anything: its target was always there, and may look like anything.
    existedBefore: flag(Number(context.existedBefore && !context.alias)),
    otherKind: flag(context.alias || holder ? 0 : kindDistance(from, to)),
    otherModule: flag(Number(from.module !== to.module)),
    otherContainer: flag(Number(!context.sameContainer)),
    strayProperty: flag(Number(!context.sameContainer && !isTelling(from) && from.declaration.members.length === 0)),
  };
  return Object.fromEntries(
    Object.entries(features).flatMap(([name, value]) => (value === undefined ? [] : [[name, round(value)]])),
  );
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
  return existedBefore && (a.bodyShape ?? a.shape).length < TRIVIAL_BODY ? undefined : 1;
}

/** Properties of the same name are found in many places and are seldom the same. */
function isTelling({ role, declaration }: PublicSymbol): boolean {
  return role === "export" || isCallable(declaration.kind) || declaration.static;
}

function isHolder(declaration: Declaration, members: readonly string[]): boolean {
  return members.length > 0 && declaration.members.length === 0;
}

/** Whether two literals are the same, where both are written down. */
function valueEquality(a: Declaration, b: Declaration): number | undefined {
  return a.value === undefined || b.value === undefined ? undefined : Number(a.value === b.value);
}

/** Overlap of the words of two containers' member names, after renames; undefined for things without members. */
function memberSimilarity({ members, substitution }: PairContext): number | undefined {
  const [left, right] = members;
  if (left.length === 0 || right.length === 0) return undefined;
  return jaccard(
    left.map((name) => wordsOf(substitution.get(name) ?? name)),
    right.map(wordsOf),
  );
}

/** Share of a container's methods that the other one has too: what those who call them find again. undefined where it has none. */
function methodCoverage({ methods }: PairContext): number | undefined {
  const [left, right] = methods;
  if (left.length === 0 || right.length === 0) return undefined;
  const offered = new Set(right);
  return left.filter((name) => offered.has(name)).length / left.length;
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
