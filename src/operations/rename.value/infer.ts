import type { ApiDiff } from "../../domain/matching.js";
import { nameSimilarity } from "../../domain/names.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { qualifiedName, type PublicSymbol } from "../../domain/symbol.js";
import { literalStrings } from "../../languages/typescript/literal-strings.js";
import { optionKeys } from "../../languages/typescript/option-keys.js";
import { matchWords, type WordPair } from "../word-match.js";

/** Strings that dependents write in one place: a type, or one argument of a call. */
type Place = ReadonlyMap<string, readonly string[]>;

/** Members of an enum are written by name; only JavaScript, and what was stored, has the value. */
const ENUM_VALUE = 0.6;
const CONSTANT_VALUE = 0.8;

export function infer(diff: ApiDiff): ProposedOperation[] {
  const all = [...diff.kept.map((symbol) => ({ ...symbol, confidence: 1 })), ...diff.pairs];
  const operations = all.flatMap(({ from, to, confidence }) => {
    const container = qualifiedName({ ...from, module: "" });
    const values = ownValue(from, to).map((pair) => operation(from, from.container, pair, confidence));
    return [...values, ...listedValues(from, to).map((pair) => operation(from, container, pair, confidence))];
  });
  return [...new Map(operations.map((each) => [JSON.stringify(each.match), each])).values()];
}

function operation(
  { module }: PublicSymbol,
  container: string,
  { from, to, similarity, confidence }: WordPair,
  certainty: number,
): ProposedOperation {
  return {
    kind: "rename.value",
    match: { module, container, from, to },
    confidence: Math.round(confidence * certainty * 1000) / 1000,
    method: "similarity",
    evidence: { name: Math.round(similarity * 1000) / 1000 },
    breaking: true,
    dependsOn: [],
  };
}

/** Strings of a union, or of an argument, that are gone, and the new ones that stand for them. */
function listedValues(from: PublicSymbol, to: PublicSymbol): WordPair[] {
  const after = placesOf(to);
  return [...placesOf(from)].flatMap(([place, before]) => {
    const now = after.get(place);
    if (now === undefined) return [];
    const gone = before.filter((value) => !now.includes(value));
    const fresh = now.filter((value) => !before.includes(value));
    const stayed = before.length > gone.length;
    return matchWords(gone, fresh).filter(({ similarity }) => stayed || similarity >= 0.5);
  });
}

function placesOf({ declaration }: PublicSymbol): Place {
  const places = new Map<string, readonly string[]>();
  const own = declaration.literals ?? literalStrings(declaration.type);
  if (own !== undefined) places.set("type", own);
  const open = new Set<string>();
  for (const { parameters } of declaration.signatures) {
    for (const [i, parameter] of parameters.entries()) {
      add(String(i), parameter.type);
      for (const [key, { type }] of optionKeys(parameter) ?? []) add(`${i}.${key}`, type);
    }
  }
  for (const place of open) places.delete(place);
  return places;

  /** Overloads add to the strings of an argument, until one takes any. */
  function add(place: string, type: string | undefined): void {
    const strings = literalStrings(type);
    if (strings === undefined) open.add(place);
    else places.set(place, [...new Set([...(places.get(place) ?? []), ...strings])]);
  }
}

/** The value of an enum's member, or of a constant object's that is used like one. */
function ownValue(from: PublicSymbol, to: PublicSymbol): WordPair[] {
  const before = stringOf(from);
  const after = stringOf(to);
  if (before === undefined || after === undefined || before === after || from.role !== "member") return [];
  const similarity = nameSimilarity(before, after);
  const isEnum = from.declaration.kind === "enum-member";
  if (!isEnum && nameSimilarity(from.name, before) < 0.6) return [];
  return [{ from: before, to: after, similarity, confidence: isEnum ? ENUM_VALUE : CONSTANT_VALUE }];
}

function stringOf({ declaration }: PublicSymbol): string | undefined {
  return /^["']([\w.:/-]+)["']$/.exec(declaration.value ?? "")?.[1];
}
