import type { MatchedPair } from "../../domain/matching.js";
import { nameTokens } from "../../domain/names.js";
import type { PublicSymbol } from "../../domain/symbol.js";
import { keyOf } from "./symbol-index.js";

/** Whether an old name becomes a new one by a rename that was accepted for another symbol: `Options` in `readOptions`. */
export type FollowsRename = (from: PublicSymbol, to: PublicSymbol) => boolean;

interface Rename {
  readonly key: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

export function followedRenames(accepted: readonly MatchedPair[]): FollowsRename {
  const byFirstWord = new Map<string, Rename[]>();
  for (const { from, to } of accepted) {
    const rename = { key: keyOf(from), from: nameTokens(from.name), to: nameTokens(to.name) };
    const [first] = rename.from;
    if (first === undefined || rename.from.join("") === rename.to.join("")) continue;
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), rename]);
  }
  return (from, to) => {
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
