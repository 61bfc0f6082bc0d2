import { bytesOf, changedLines, type LineChange, mergeBytes, type MergedRegion, mergeRegions } from "./three-way.js";

/** A place that a person has to look at. */
export interface FlaggedLine {
  /** 1-based. */
  readonly line: number;
  readonly reason: string;
  /** The operation's id, where it is one that cannot be taken back. */
  readonly operation?: string;
}

/** A text after the inverse operations. Lines of what they ask about are those of the text before. */
export interface InvertedText {
  readonly bytes: Uint8Array;
  readonly flagged: readonly FlaggedLine[];
}

export interface MovedOn {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  readonly current: Uint8Array;
}

export interface TakenBack {
  readonly bytes: Uint8Array;
  readonly flagged: readonly FlaggedLine[];
  /** False where a merge with the checkpoint says it all. */
  readonly inverted: boolean;
}

/**
 * Takes a migration back in a file that was edited since. The inverse operations bring both what the migration left and what the file holds
 * now to the names of the old version, and the two are merged there with what the checkpoint has: `inverse(after) → inverse(current)` is
 * what was edited, `inverse(after) → before` what no operation takes back. So lines that nobody touched come back byte for byte, and what
 * was edited or is new speaks of the old version. Where both touch the same lines the inverse stands; a person is asked about those of
 * them that it does not take back. With `wholly` false, nothing but operations tells what such lines mean, and the result is undefined.
 */
export function takeBack(
  { before, after, current }: MovedOn,
  inverse: { readonly after: InvertedText; readonly current: InvertedText },
  wholly: boolean,
): TakenBack | undefined {
  const regions = mergeRegions(inverse.after.bytes, inverse.current.bytes, before);
  if (regions === undefined) return undefined;
  const rewritten = changedLines(after, inverse.after.bytes);
  const inverted = changedLines(current, inverse.current.bytes);
  const sites = inverse.current.flagged.map((site) => ({ ...site, line: lineAfter(site.line - 1, inverted) }));
  const lines: string[] = [];
  const flagged: FlaggedLine[] = [];
  for (const { lines: region, ours: [start, end] = NONE, instead } of regions) {
    const own = sites.filter(({ line }) => line >= start && line < end);
    flagged.push(...own.map((site) => ({ ...site, line: site.line - start + lines.length + 1 })));
    if (instead !== undefined && own.length === 0 && !isTakenBack(instead, rewritten)) {
      if (!wholly) return undefined;
      flagged.push({
        line: lines.length + 1,
        reason: "it was edited since, and no rule takes the migration back here",
      });
    }
    lines.push(...region);
  }
  const bytes = bytesOf(lines);
  const merged = mergeBytes(after, current, before);
  return { bytes, flagged, inverted: merged === undefined || Buffer.compare(merged, bytes) !== 0 };
}

const NONE = [0, 0] as const;

/** Where a line is after the changes, both counted from 0. */
function lineAfter(line: number, changes: readonly LineChange[]): number {
  let shift = 0;
  for (const { before, after } of changes) {
    if (before[0] > line) break;
    if (line < before[1]) return Math.max(after[0], after[1] - (before[1] - line));
    shift = after[1] - before[1];
  }
  return line + shift;
}

/** True where the inverse rewrote every line that the checkpoint has otherwise. */
function isTakenBack(
  { base: [start], baseLines, theirs }: NonNullable<MergedRegion["instead"]>,
  rewritten: readonly LineChange[],
): boolean {
  const isRewritten = (line: number): boolean => rewritten.some(({ after }) => line >= after[0] && line < after[1]);
  const left = baseLines.flatMap((text, i) => (theirs.includes(text) ? [] : [start + i]));
  return left.length > 0 && left.every(isRewritten);
}
