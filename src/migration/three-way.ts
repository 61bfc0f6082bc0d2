import { diff3MergeRegions, diffIndices, type IUnstableRegion } from "node-diff3";

/**
 * Merges by lines the two changes `base → ours` and `base → theirs`; undefined where they touch the same lines,
 * or where the contents are no text. Bytes are carried one to one through Latin-1, whatever the encoding.
 */
export function mergeBytes(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): Uint8Array | undefined {
  const regions = mergeRegions(base, ours, theirs);
  if (regions === undefined || regions.some(({ instead }) => instead !== undefined)) return undefined;
  return bytesOf(regions.flatMap(({ lines }) => lines));
}

/** A run of lines of a merge, each line with its ending. Spans are `[start, end)`, counted from 0. */
export interface MergedRegion {
  readonly lines: readonly string[];
  /** Where in ours the lines are from; absent where they are the base's or theirs. */
  readonly ours?: LineSpan;
  /** Where both sides changed the same lines, and these are ours: what they were, and what they would be. */
  readonly instead?: {
    readonly base: LineSpan;
    readonly baseLines: readonly string[];
    readonly theirs: readonly string[];
  };
}

type LineSpan = readonly [start: number, end: number];

/** The merge of the changes `base → ours` and `base → theirs`, in which ours wins. Undefined where the contents are no text. */
export function mergeRegions(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): MergedRegion[] | undefined {
  if ([base, ours, theirs].some((bytes) => bytes.includes(0))) return undefined;
  return diff3MergeRegions(linesOf(ours), linesOf(base), linesOf(theirs)).flatMap((region): MergedRegion[] => {
    if (!region.stable) return lineByLine(region).map(decided);
    const { buffer, bufferStart: start, bufferLength: length, bufferContent: lines } = region;
    return [{ lines, ...(buffer === "a" && { ours: [start, start + length] }) }];
  });
}

/** Neighbouring lines that one side each has changed are told apart where every line has its counterpart. */
function lineByLine(region: IUnstableRegion<string>): IUnstableRegion<string>[] {
  const { aStart, aContent, oStart, oContent, bStart, bContent } = region;
  if (aContent.length !== oContent.length || bContent.length !== oContent.length) return [region];
  return oContent.map((line, i) => ({
    stable: false,
    aStart: aStart + i,
    aLength: 1,
    aContent: aContent.slice(i, i + 1),
    oStart: oStart + i,
    oLength: 1,
    oContent: [line],
    bStart: bStart + i,
    bLength: 1,
    bContent: bContent.slice(i, i + 1),
  }));
}

function decided(region: IUnstableRegion<string>): MergedRegion {
  const { aStart, aLength, aContent, oStart, oLength, oContent, bContent } = region;
  const [ours, base, theirs] = [aContent, oContent, bContent].map((lines) => lines.join(""));
  if (ours === base || ours === theirs) return { lines: bContent };
  const own: MergedRegion = { lines: aContent, ours: [aStart, aStart + aLength] };
  if (theirs === base) return own;
  return { ...own, instead: { base: [oStart, oStart + oLength], baseLines: oContent, theirs: bContent } };
}

/** A place in which the lines of two texts differ. */
export interface LineChange {
  readonly before: LineSpan;
  readonly after: LineSpan;
}

export function changedLines(before: Uint8Array, after: Uint8Array): LineChange[] {
  return diffIndices(linesOf(before), linesOf(after)).map(({ buffer1, buffer2 }) => ({
    before: [buffer1[0], buffer1[0] + buffer1[1]],
    after: [buffer2[0], buffer2[0] + buffer2[1]],
  }));
}

export function bytesOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join(""), "latin1");
}

/** Each with its own ending. */
export function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString("latin1")
    .split(/(?<=\n)/);
}
