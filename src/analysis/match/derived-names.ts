import type { MatchedPair } from "../../domain/matching.js";
import { changeOfEnds, nameTokens } from "../../domain/names.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { keyOf } from "./symbol-index.js";

/**
 * Whether an old name becomes a new one by a rename that was accepted for another symbol: `Options` in `readOptions`, or the same words
 * taken from one end and others put at the other: `OldReader` → `ReaderStream` beside `OldWriter` → `WriterStream`.
 */
export type FollowsRename = (from: PublicSymbol, to: PublicSymbol) => boolean;

interface Rename {
  readonly key: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export function followedRenames(accepted: readonly MatchedPair[]): FollowsRename {
  const byFirstWord = new Map<string, Rename[]>();
  const byEnds = new Map<string | undefined, Set<string>>();
  for (const { from, to } of accepted) {
    const ends = changeOfEnds(from.name, to.name);
    if (ends !== undefined) byEnds.set(ends, (byEnds.get(ends) ?? new Set()).add(keyOf(from)));
    const rename = { key: keyOf(from), from: nameTokens(from.name), to: nameTokens(to.name) };
    const [first] = rename.from;
    if (first === undefined || rename.from.join("") === rename.to.join("")) continue;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), rename]);
  }
  return (from, to) => {
    const alike = byEnds.get(changeOfEnds(from.name, to.name)) ?? [];
    if ([...alike].some((key) => key !== keyOf(from))) return true;
    const words = nameTokens(from.name);
    const wanted = nameTokens(to.name).join(" ");
    return words.some((word, at) =>
      (byFirstWord.get(word) ?? []).some(
        (rename) => rename.key !== keyOf(from) && replaced(words, at, rename) === wanted,
      ),
    );
  };
}

function replaced(words: readonly string[], at: number, { from, to }: Rename): string | undefined {
  if (from.some((word, i) => words[at + i] !== word)) return undefined;
  return [...words.slice(0, at), ...to, ...words.slice(at + from.length)].join(" ");
}
