import type { ApiDiff } from "../../domain/matching.js";
import { nameSimilarity } from "../../domain/names.js";
import type { ProposedOperation } from "../../domain/operation.js";
import { qualifiedName, type PublicSymbol } from "../../domain/symbol.js";
import { counterpartsOf } from "../counterparts.js";
import { valueRenames } from "../value-renames.js";
import type { WordPair } from "../word-match.js";

/** Members of an enum are written by name; only JavaScript, and what was stored, has the value. */
const ENUM_VALUE = 0.6;
const CONSTANT_VALUE = 0.8;
/** A constant object is used like an enum where its values are spelled like their keys. */
const LIKE_ITS_KEY = 0.6;

export function infer(diff: ApiDiff): ProposedOperation[] {
  const operations = counterpartsOf(diff).flatMap(({ from, to, confidence }) => {
    const own = qualifiedName({ ...from, module: "" });
    return [
      ...ownValue(from, to).map((pair) => operation(from.module, from.container, pair, confidence)),
      ...valueRenames(from, to).map((pair) => operation(from.module, own, pair, confidence)),
    ];
  });
  return [...new Map(operations.map((each) => [JSON.stringify(each.match), each])).values()];
}

function operation(module: string, container: string, pair: WordPair, certainty: number): ProposedOperation {
  return {
    kind: "rename.value",
    match: { module, container, from: pair.from, to: pair.to },
    confidence: Math.round(pair.confidence * certainty * 1000) / 1000,
    method: "similarity",
    evidence: { name: Math.round(pair.similarity * 1000) / 1000 },
    breaking: true,
    dependsOn: [],
  };
}

/** The value of an enum's member, or of a constant object's that is used like one. */
function ownValue(from: PublicSymbol, to: PublicSymbol): WordPair[] {
  const before = stringOf(from);
  const after = stringOf(to);
  if (before === undefined || after === undefined || before === after || from.role === "export") return [];
  const similarity = nameSimilarity(before, after);
  const isEnum = from.declaration.kind === "enum-member";
  if (!isEnum && nameSimilarity(from.name, before) < LIKE_ITS_KEY) return [];
  return [{ from: before, to: after, similarity, confidence: isEnum ? ENUM_VALUE : CONSTANT_VALUE }];
}

function stringOf({ declaration }: PublicSymbol): string | undefined {
  return /^["']([\w.:/-]+)["']$/.exec(declaration.value ?? "")?.[1];
}
