import type { Shape } from "../../domain/symbol.js";

/** Shingles of this many syntax-node kinds in a row. */
const SHINGLE = 3;
/** Size of the bottom-k sketch (Broder 1997): the k smallest shingle hashes estimate the Jaccard similarity of two trees. */
export const SKETCH = 64;
/** Of the 32-bit FNV-1a hash (Fowler, Noll and Vo). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The shape of what is made of these kinds of nodes, in source order, from `start` to `end`. Its sketch is empty below one shingle. */
export class KindShape implements Shape {
  private known: readonly number[] | undefined = undefined;

  constructor(
    private readonly kinds: Uint16Array,
    private readonly start = 0,
    private readonly end = kinds.length,
  ) {}

  get sketch(): readonly number[] {
    return (this.known ??= smallest(shingleHashes(this.kinds.subarray(this.start, this.end)).sort()));
  }
}

/** A number beside those of the compiler's kinds that stands for the text of a literal. */
export function literalKind(text: string): number {
  let hash = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME);
  return 1000 + ((hash >>> 0) % 9000);
}

function smallest(ascending: Uint32Array): number[] {
  const sketch: number[] = [];
  for (const hash of ascending) {
    if (hash !== sketch.at(-1)) sketch.push(hash);
    if (sketch.length === SKETCH) break;
  }
  return sketch;
}

function shingleHashes(kinds: Uint16Array): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, kinds.length - SHINGLE + 1));
  for (let i = 0; i < hashes.length; i++) {
    let hash = FNV_OFFSET;
    for (let j = i; j < i + SHINGLE; j++) hash = fnvStep(hash, kinds[j] ?? 0);
    hashes[i] = hash;
  }
  return hashes;
}

function fnvStep(hash: number, value: number): number {
  return Math.imul(Math.imul(hash ^ (value & 0xff), FNV_PRIME) ^ (value >>> 8), FNV_PRIME);
}
