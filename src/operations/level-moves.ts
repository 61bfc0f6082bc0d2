import type { ApiDiff } from "../domain/matching.js";
import { nameTokens } from "../domain/names.js";
import type { PublicSymbol } from "../domain/symbol.js";

/** A key that is found deeper, or less deep, in the same options type: `cacheFile` as `cache.file`. */
export interface LevelMove {
  readonly from: PublicSymbol;
  readonly to: PublicSymbol;
  readonly confidence: number;
}

const SAME_WORDS = 0.9;
/** Only the last part of the key says that it is the same. */
const SAME_NAME = 0.75;
/** Where the type is another. */
const OTHER_TYPE = 0.85;

/** Keys that are gone from their place and of the same words, or alone of the same name, elsewhere among the new keys of their type. */
export function levelMoves({ from, to, kept }: ApiDiff): LevelMove[] {
  const stayed = new Set(kept.map((symbol) => symbol.from));
  const before = new Set(from.symbols.map(keyOf));
  const fresh = new Map<string, PublicSymbol[]>();
  for (const symbol of to.symbols) {
    if (symbol.role === "export" || before.has(keyOf(symbol))) continue;
    fresh.set(ownerOf(symbol), [...(fresh.get(ownerOf(symbol)) ?? []), symbol]);
  }
  return from.symbols.flatMap((symbol) => {
    if (symbol.role !== "config-key" || stayed.has(symbol)) return [];
    const others = (fresh.get(ownerOf(symbol)) ?? []).filter((other) => other.container !== symbol.container);
    const sameWords = others.filter((other) => wordsOf(other) === wordsOf(symbol));
    const sameName = others.filter((other) => other.name === symbol.name);
    const [best, rival] = sameWords.length > 0 ? sameWords : sameName;
    if (best === undefined || rival !== undefined) return [];
    const sure = sameWords.length > 0 ? SAME_WORDS : SAME_NAME;
    const sameType = best.declaration.type === symbol.declaration.type;
    return [{ from: symbol, to: best, confidence: sameType ? sure : sure * OTHER_TYPE }];
  });
}

/** The options type, as `module:Type`. */
function ownerOf({ module, container }: PublicSymbol): string {
  return `${module}:${container.split(".", 1)[0]}`;
}

function keyOf({ module, container, name }: PublicSymbol): string {
  return `${module}:${container}.${name}`;
}

/** The words of a key with those of the keys around it. */
function wordsOf({ container, name }: PublicSymbol): string {
  return [...container.split(".").slice(1), name].flatMap(nameTokens).join(" ");
}
