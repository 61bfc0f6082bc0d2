import type { Declaration, Signature } from "../../domain/symbol.js";
import { SKETCH } from "../../languages/typescript/kind-shape.js";
import { signatureText } from "../../languages/typescript/signature.js";

const IDENTIFIER = /[A-Za-z_$][\w$]*/g;
const WORD = /[a-z]{3,}/g;
/** Shorter comments say too little to be compared. */
const MIN_DOC_WORDS = 3;

/** |a ∩ b| / |a ∪ b|; undefined where both are empty. */
export function jaccard<T>(a: Iterable<T>, b: Iterable<T>): number | undefined {
  const left = new Set(a);
  const right = new Set(b);
  if (left.size === 0 && right.size === 0) return undefined;
  let shared = 0;
  for (const item of left) if (right.has(item)) shared++;
  return shared / (left.size + right.size - shared);
}

/** Sketch of the implementation, where that is a declaration of its own, else of the declaration. */
export function sketchOf({ bodyShape, shape }: Declaration): readonly number[] {
  return (bodyShape ?? shape).sketch;
}

/** Similarity of two declarations' syntax trees: of their implementations where both have one apart, else of the declarations. */
export function shapeSimilarity(a: Declaration, b: Declaration): number | undefined {
  if (a.bodyShape === undefined || b.bodyShape === undefined) return sketchSimilarity(a.shape.sketch, b.shape.sketch);
  return sketchSimilarity(a.bodyShape.sketch, b.bodyShape.sketch);
}

/**
 * Jaccard similarity of two sets from their bottom-k sketches (Broder 1997), which are ascending: exact where both sets are smaller
 * than a sketch, else estimated from the k smallest of the union. undefined where either is empty.
 */
function sketchSimilarity(a: readonly number[], b: readonly number[]): number | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  const size = a.length < SKETCH && b.length < SKETCH ? Infinity : SKETCH;
  let union = 0;
  let shared = 0;
  for (let i = 0, j = 0; union < size && (i < a.length || j < b.length); union++) {
    const left = a[i] ?? Infinity;
    const right = b[j] ?? Infinity;
    if (left === right) shared++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return shared / union;
}

/** Shared words of two doc comments; undefined where either says too little. */
export function docSimilarity(a: Declaration, b: Declaration): number | undefined {
  const left = a.doc.toLowerCase().match(WORD) ?? [];
  const right = b.doc.toLowerCase().match(WORD) ?? [];
  if (left.length < MIN_DOC_WORDS || right.length < MIN_DOC_WORDS) return undefined;
  return jaccard(left, right);
}

/** Replaces whole identifiers: signatures are compared as if every accepted rename had been made in them. */
export type Substitution = ReadonlyMap<string, string>;

export function substitute(text: string, substitution: Substitution): string {
  return substitution.size === 0 ? text : text.replace(IDENTIFIER, (name) => substitution.get(name) ?? name);
}

/**
 * Similarity of types and signatures, 1 where equal after substitution, else shared words of their text, at most 0.95. undefined where
 * neither has any.
 */
export function signatureSimilarity(a: Declaration, b: Declaration, substitution: Substitution): number | undefined {
  const left = substitute(typeSide(a), substitution);
  const right = typeSide(b);
  if (left === "" && right === "") return undefined;
  if (left === right) return 1;
  const words = jaccard(left.match(/[\w$]+|\[\]|=>/g) ?? [], right.match(/[\w$]+|\[\]|=>/g) ?? []);
  return Math.min(0.95, words ?? 0);
}

/** Similarity of parameter names, in order-free form; undefined where neither takes any. */
export function parameterSimilarity(a: Declaration, b: Declaration): number | undefined {
  return jaccard(parameterNames(a.signatures), parameterNames(b.signatures));
}

function parameterNames(signatures: readonly Signature[]): string[] {
  return signatures.flatMap((signature) => signature.parameters.map((parameter) => parameter.name.replace(/^_+/, "")));
}

function typeSide(declaration: Declaration): string {
  if (declaration.signatures.length > 0) return declaration.signatures.map(signatureText).join("\n");
  return declaration.type ?? declaration.value ?? "";
}
