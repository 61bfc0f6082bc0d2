import { changedLines, linesOf } from "./three-way.js";

/** As git has it: a file that keeps so much of another is the same one under another name. */
const LEAST_SHARE = 0.5;

/** Where files that are gone have gone, by their old paths: each to the file that is most like it, if any is. */
export function followMoves(
  gone: ReadonlyMap<string, Uint8Array>,
  made: ReadonlyMap<string, Uint8Array>,
): Map<string, string> {
  const moves = new Map<string, string>();
  for (const [path, bytes] of gone) {
    const likely = [...made]
      .filter(([to]) => extensionOf(to) === extensionOf(path) && ![...moves.values()].includes(to))
      .map(([to, there]) => ({ to, share: shareOf(bytes, there) }))
      .filter(({ share }) => share >= LEAST_SHARE);
    const [best] = likely.sort((a, b) => b.share - a.share);
    if (best !== undefined) moves.set(path, best.to);
  }
  return moves;
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf("."));
}

/** The lines that two files share, of those of the longer one. */
function shareOf(a: Uint8Array, b: Uint8Array): number {
  const [before, after] = [linesOf(a), linesOf(b)];
  const longest = Math.max(before.length, after.length);
  const there = new Set(after);
  // Cheaper to tell than which of them are in the same order.
  if (before.filter((line) => there.has(line)).length < LEAST_SHARE * longest) return 0;
  const changed = changedLines(a, b).reduce((sum, change) => sum + change.before[1] - change.before[0], 0);
  return (before.length - changed) / longest;
}
