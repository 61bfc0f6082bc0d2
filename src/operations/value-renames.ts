import type { PublicSymbol } from "../domain/symbol.js";
import { literalStrings } from "../languages/typescript/literal-strings.js";
import { optionKeys } from "../languages/typescript/option-keys.js";
import { matchWords, type WordPair } from "./word-match.js";

/** Where all strings changed, only those that are alike are taken for the same. */
const MIN_SIMILARITY = 0.5;

/** Strings of a union, or of an argument, that are gone, and the new ones that stand for them. */
export function valueRenames(from: PublicSymbol, to: PublicSymbol): WordPair[] {
  const after = placesOf(to);
  const pairs = [...placesOf(from)].flatMap(([place, before]) => {
    const now = after.get(place);
    if (now === undefined) return [];
    const gone = before.filter((value) => !now.includes(value));
    const fresh = now.filter((value) => !before.includes(value));
    return matchWords(gone, fresh).filter(
      ({ similarity }) => before.length > gone.length || similarity >= MIN_SIMILARITY,
    );
  });
  return [...new Map(pairs.map((pair) => [pair.from, pair])).values()];
}

/** Strings that dependents write, by the place: the type itself, or an argument or a key of one. */
function placesOf({ declaration }: PublicSymbol): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, readonly string[]>();
  const open = new Set<string>();
  const own = declaration.literals ?? literalStrings(declaration.type);
  if (own !== undefined) places.set("type", own);
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
