import { nameTokens } from "../../domain/names.js";

/** Positions (0-based) of an old line and of the line that it became. */
export type LinePair = readonly [number, number];

/** Gaps between common lines are aligned where old lines × new lines are no more; larger ones were rewritten. */
const MAX_CELLS = 30_000;
/** Lines with fewer words in common (Dice) are two lines and not one that was edited. */
const MIN_SIMILARITY = 0.4;

/**
 * Old lines that were edited, and what they became. Lines that are unique in both texts hold them together (patience diff, Cohen 2005);
 * between those, lines are paired in order so that they have most words in common (Needleman & Wunsch 1970). Only gaps in which an old
 * line is `wanted` are looked at.
 */
export function editedLines(
  old: readonly string[],
  now: readonly string[],
  wanted: (line: string) => boolean,
): LinePair[] {
  const anchors: LinePair[] = [...commonLines(old, now), [old.length, now.length]];
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  for (const [anchorOld, anchorNow] of anchors) {
    let [endOld, endNow] = [anchorOld, anchorNow];
    while (i < endOld && j < endNow && old[i] === now[j]) [i, j] = [i + 1, j + 1];
    while (i < endOld && j < endNow && old[endOld - 1] === now[endNow - 1]) [endOld, endNow] = [endOld - 1, endNow - 1];
    const gap = old.slice(i, endOld);
    if (endNow > j && gap.length * (endNow - j) <= MAX_CELLS && gap.some(wanted)) {
      for (const [k, l] of mostSimilar(gap, now.slice(j, endNow))) pairs.push([i + k, j + l]);
    }
    [i, j] = [anchorOld + 1, anchorNow + 1];
  }
  return pairs;
}

/** The longest sequence of lines that are unique in both texts and in the same order. */
function commonLines(old: readonly string[], now: readonly string[]): LinePair[] {
  const places = uniquePlaces(now);
  const both = [...uniquePlaces(old)].flatMap(([line, i]): LinePair[] => {
    const j = places.get(line);
    return j === undefined ? [] : [[i, j]];
  });
  return longestIncreasing(both);
}

function uniquePlaces(lines: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [i, line] of lines.entries()) {
    if (places.has(line)) repeated.add(line);
    else places.set(line, i);
  }
  for (const line of repeated) places.delete(line);
  return places;
}

/** Patience sorting; `pairs` ascend by their first part. */
function longestIncreasing(pairs: readonly LinePair[]): LinePair[] {
  interface Card {
    readonly pair: LinePair;
    readonly below: Card | undefined;
  }
  const piles: Card[] = [];
  for (const pair of pairs) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    piles[low] = { pair, below: piles[low - 1] };
  }
  const sequence: LinePair[] = [];
  for (let card = piles.at(-1); card !== undefined; card = card.below) sequence.push(card.pair);
  return sequence.reverse();
}

/** Global alignment that leaves out lines at no cost. */
function mostSimilar(old: readonly string[], now: readonly string[]): LinePair[] {
  const left = old.map(words);
  const right = now.map(words);
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const similarity = new Float64Array(left.length * right.length);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const alike = dice(left[i] ?? [], right[j] ?? []);
      similarity[i * right.length + j] = alike;
      const paired = alike < MIN_SIMILARITY ? 0 : alike + (best[(i + 1) * width + j + 1] ?? 0);
      best[i * width + j] = Math.max(paired, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  }
  const pairs: LinePair[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const alike = similarity[i * right.length + j] ?? 0;
    const here = best[i * width + j] ?? 0;
    if (alike >= MIN_SIMILARITY && here === alike + (best[(i + 1) * width + j + 1] ?? 0)) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (here === best[(i + 1) * width + j]) i++;
    else j++;
  }
  return pairs;
}

/** Sorted. Names are taken apart, so that `isOpenNode` is nearer to `isOpen` than to `isClosed`. */
function words(line: string): string[] {
  return (line.match(/[A-Za-z_$][\w$]*|\d+|[^\s\w$]/g) ?? [])
    .flatMap((word) => (/[A-Za-z]/.test(word) ? [...nameTokens(word), word] : [word]))
    .sort();
}

/** Of two sorted lists. */
function dice(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [x = "", y = ""] = [a[i], b[j]];
    if (x === y) [shared, i, j] = [shared + 1, i + 1, j + 1];
    else if (x < y) i++;
    else j++;
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}
