import { nameSimilarity } from "../domain/names.js";

/** A name or string and what became of it. */
export interface WordPair {
  readonly from: string;
  readonly to: string;
  readonly confidence: number;
  readonly similarity: number;
}

/** Below this, two words are alike by chance. */
const MIN_SIMILARITY = 0.5;
/** A rival this near leaves it open which of the two is meant. */
const CLOSE = 0.12;
/** Where more pairs than this would have to be compared, a generated list was made anew. */
const MAX_PAIRS = 10_000;

/**
 * Pairs the words that are gone with those that are new, one to one, the most alike first. `fits` rules pairs out by what else is known;
 * of words that are the only ones gone and new, nothing but that is asked.
 */
export function matchWords(
  gone: readonly string[],
  fresh: readonly string[],
  fits: (from: string, to: string) => boolean = () => true,
): WordPair[] {
  if (gone.length * fresh.length > MAX_PAIRS) return [];
  const pairs = gone
    .flatMap((from) =>
      fresh.filter((to) => fits(from, to)).map((to) => ({ from, to, similarity: nameSimilarity(from, to) })),
    )
    .sort((a, b) => b.similarity - a.similarity);
  const alone = gone.length === 1 && fresh.length === 1;
  const taken = new Set<string>();
  return pairs.flatMap(({ from, to, similarity }) => {
    if ((similarity < MIN_SIMILARITY && !alone) || taken.has(`from ${from}`) || taken.has(`to ${to}`)) return [];
    taken.add(`from ${from}`).add(`to ${to}`);
    const rivals = pairs.filter((other) => (other.from === from) !== (other.to === to));
    const open = rivals.some((rival) => rival.similarity > similarity - CLOSE);
    const own = Math.min(0.95, 0.45 + 0.5 * similarity + (alone ? 0.1 : 0));
    return [{ from, to, similarity, confidence: round(open ? own * 0.7 : own) }];
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
