import { compareLists } from "../migration/compare-lists.js";

/** Finds the places of a text in another that was made from it by edits. */
export interface TextMapping {
  /** The offset in the later text of what stands at one of the earlier; where that was rewritten, of what precedes it. */
  offsetAfter(offset: number): number;
  /**
   * The place in the earlier text of one in the later, both 1-based. Where that was rewritten, the column is 0, and the line the one
   * that it was written from; for a new line, the one above.
   */
  placeBefore(line: number, column: number): { readonly line: number; readonly column: number };
}

/** A line or a word that stands in both texts, by its offsets. */
interface Kept {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

const TOKEN = /[\p{ID_Continue}$]+|[^]/gu;

/** Compares line by line, and lines that differ word by word. */
export function mapText(before: string, after: string): TextMapping {
  const kept = keptLines(before, after);
  const [linesBefore, linesAfter] = [lineStarts(before), lineStarts(after)];
  const lineBefore = (line: number): number => {
    const start = linesAfter[line - 1] ?? after.length;
    const end = linesAfter[line] ?? after.length;
    const above = lastUpTo(kept, (each) => each.after < start);
    const next = kept[above + 1];
    const found = next !== undefined && next.after < end ? next : kept[above];
    return lineOf(found?.before ?? 0);
  };
  return {
    offsetAfter: (offset) => {
      const found = kept[lastUpTo(kept, (each) => each.before <= offset)];
      return found === undefined ? 0 : found.after + Math.min(offset - found.before, found.length);
    },
    placeBefore: (line, column) => {
      const offset = (linesAfter[line - 1] ?? after.length) + column - 1;
      const found = kept[lastUpTo(kept, (each) => each.after <= offset)];
      if (found === undefined || offset >= found.after + found.length) return { line: lineBefore(line), column: 0 };
      const there = found.before + offset - found.after;
      const lineThere = lineOf(there);
      return { line: lineThere, column: there - (linesBefore[lineThere - 1] ?? 0) + 1 };
    },
  };

  function lineOf(offset: number): number {
    return lastUpTo(linesBefore, (start) => start <= offset) + 1;
  }
}

function keptLines(before: string, after: string): Kept[] {
  const kept: Kept[] = [];
  let [atBefore, atAfter] = [0, 0];
  let removed = "";
  for (const { value, added, removed: isRemoved } of compareLists(linesOf(before), linesOf(after))) {
    const text = value.join("");
    if (isRemoved) {
      removed = text;
      continue;
    }
    if (added) {
      for (const each of keptTokens(removed, text, atBefore, atAfter)) kept.push(each);
      [atBefore, atAfter, removed] = [atBefore + removed.length, atAfter + text.length, ""];
      continue;
    }
    [atBefore, removed] = [atBefore + removed.length, ""];
    for (const line of value) {
      kept.push({ before: atBefore, after: atAfter, length: line.length });
      [atBefore, atAfter] = [atBefore + line.length, atAfter + line.length];
    }
  }
  return kept;
}

/** Without spaces, which say nothing of where they come from. */
function keptTokens(before: string, after: string, startBefore: number, startAfter: number): Kept[] {
  const kept: Kept[] = [];
  let [atBefore, atAfter] = [startBefore, startAfter];
  for (const { value, added, removed } of compareLists(before.match(TOKEN) ?? [], after.match(TOKEN) ?? [])) {
    for (const token of value) {
      const { length } = token;
      if (!added && !removed && token.trim() !== "") kept.push({ before: atBefore, after: atAfter, length });
      if (!added) atBefore += length;
      if (!removed) atAfter += length;
    }
  }
  return kept;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function lineStarts(text: string): number[] {
  let start = 0;
  return linesOf(text).map((line) => (start += line.length) - line.length);
}

/** Position of the last item for which `holds`, which holds for a first part of the sorted list; -1 where there is none. */
function lastUpTo<Item>(sorted: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = sorted[middle];
    if (item !== undefined && holds(item)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
