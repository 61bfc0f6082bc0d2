import { diff3MergeRegions, diffIndices, type IUnstableRegion } from "node-diff3";
import { compareLists } from "./compare-lists.js";

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
  const [a, o, b] = [linesOf(ours), linesOf(base), linesOf(theirs)];
  return diff3MergeRegions(numbered(o, a), numbered(o, o), numbered(o, b)).flatMap((region): MergedRegion[] => {
    if (!region.stable) return toldApart(withLines(region, a, o, b)).map(decided);
    const { buffer, bufferStart: start, bufferLength: length } = region;
    const lines = { a, o, b }[buffer].slice(start, start + length);
    return [{ lines, ...(buffer === "a" && { ours: [start, start + length] }) }];
  });
}

/**
 * The lines of a text by their numbers in the base, `NEW` where they are not in it. node-diff3 would find them by itself, but takes
 * minutes where thousands of lines are alike, as in lockfiles.
 */
function numbered(base: string[], lines: string[]): string[] {
  let at = 0;
  return compareLists(base, lines).flatMap(({ value, added, removed }) => {
    if (added) return value.map(() => NEW);
    at += value.length;
    return removed ? [] : value.map((_line, i) => String(at - value.length + i));
  });
}

const NEW = "new";

function withLines(region: IUnstableRegion<string>, a: string[], o: string[], b: string[]): IUnstableRegion<string> {
  const { aStart, aLength, oStart, oLength, bStart, bLength } = region;
  return {
    ...region,
    aContent: a.slice(aStart, aStart + aLength),
    oContent: o.slice(oStart, oStart + oLength),
    bContent: b.slice(bStart, bStart + bLength),
  };
}

/** Tells neighbouring lines apart: those that one side each has changed, and those that are only new beside them. */
function toldApart(region: IUnstableRegion<string>): IUnstableRegion<string>[] {
  const { aContent: ours, oContent: base, bContent: theirs } = region;
  if (ours.length === base.length && theirs.length === base.length) {
    return base.map((_line, i) => part(region, [i, i + 1], [i, i + 1], [i, i + 1]));
  }
  const length = base.length;
  const written = ours.length - length;
  if (length === 0) return [region];
  if (startsWith(ours, base)) {
    return [
      part(region, [0, length], [0, length], [0, theirs.length]),
      part(region, [length, ours.length], NONE, NONE),
    ];
  }
  if (endsWith(ours, base)) {
    return [
      part(region, [0, written], NONE, NONE),
      part(region, [written, ours.length], [0, length], [0, theirs.length]),
    ];
  }
  return [region];
}

const NONE: LineSpan = [0, 0];

function part(region: IUnstableRegion<string>, a: LineSpan, o: LineSpan, b: LineSpan): IUnstableRegion<string> {
  return {
    stable: false,
    aStart: region.aStart + a[0],
    aLength: a[1] - a[0],
    aContent: region.aContent.slice(...a),
    oStart: region.oStart + o[0],
    oLength: o[1] - o[0],
    oContent: region.oContent.slice(...o),
    bStart: region.bStart + b[0],
    bLength: b[1] - b[0],
    bContent: region.bContent.slice(...b),
  };
}

function startsWith(lines: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((line, i) => lines[i] === line);
}

function endsWith(lines: readonly string[], end: readonly string[]): boolean {
  return startsWith(lines.slice(Math.max(lines.length - end.length, 0)), end);
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
  const base = linesOf(before);
  return diffIndices(numbered(base, base), numbered(base, linesOf(after))).map(({ buffer1, buffer2 }) => ({
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
