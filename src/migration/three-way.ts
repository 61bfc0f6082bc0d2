import { diff3Merge } from "node-diff3";

/**
 * Merges by lines the two changes `base → ours` and `base → theirs`; undefined where they touch the same lines,
 * or where the contents are no text. Bytes are carried one to one through Latin-1, whatever the encoding.
 */
export function mergeBytes(base: Uint8Array, ours: Uint8Array, theirs: Uint8Array): Uint8Array | undefined {
  if ([base, ours, theirs].some((bytes) => bytes.includes(0))) return undefined;
  const regions = diff3Merge(lines(ours), lines(base), lines(theirs), { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const region of regions) {
    if (region.ok === undefined) return undefined;
    merged.push(...region.ok);
  }
  return Buffer.from(merged.join(""), "latin1");
}

/** Each with its own ending. */
function lines(bytes: Uint8Array): string[] {
  return Buffer.from(bytes)
    .toString("latin1")
    .split(/(?<=\n)/);
}
