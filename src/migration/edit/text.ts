import { compareText } from "../../domain/hash.js";
import type { Edit, Rearrangement, TextEdit, TextSpan } from "../../domain/edit.js";

const BOM = "\uFEFF";

/** Text of a source file without its byte order mark. */
export interface DecodedText {
  readonly text: string;
  readonly bom: boolean;
}

/** Undefined where the bytes are not UTF-8: such a file cannot be written back byte for byte. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = text.startsWith(BOM);
    return { text: bom ? text.slice(1) : text, bom };
  } catch {
    return undefined;
  }
}

export function encodeText({ text, bom }: DecodedText): Uint8Array {
  return new TextEncoder().encode(bom ? BOM + text : text);
}

/** Orders edits by place; at one place, insertions come before replacements, and what is rearranged before its pieces. */
export function compareEdits(a: Edit, b: Edit): number {
  if (a.start !== b.start) return a.start - b.start;
  if (isText(a) && isText(b)) return a.end - b.end || compareText(a.text, b.text);
  return b.end - a.end;
}

/** Carries out edits that do not overlap, all of them against the same text. Equal edits count once. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return written(text, { start: 0, end: text.length }, [...edits].sort(compareEdits));
}

function written(text: string, { start, end }: TextSpan, edits: readonly Edit[]): string {
  let result = "";
  let position = start;
  let previous: Edit | undefined;
  for (const edit of edits) {
    if (edit.start < position || (previous !== undefined && isSameEdit(previous, edit))) continue;
    result += text.slice(position, edit.start) + (isText(edit) ? edit.text : rearranged(text, edit, edits));
    position = edit.end;
    previous = edit;
  }
  return result + text.slice(position, end);
}

function rearranged(text: string, edit: Rearrangement, edits: readonly Edit[]): string {
  const pieces = edit.parts.map((part) => {
    if (typeof part === "string") return part;
    return written(
      text,
      part,
      edits.filter((each) => each !== edit && isWithin(each, part)),
    );
  });
  return pieces.join("");
}

export function isSameEdit(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && isText(a) && isText(b) && a.text === b.text;
}

/** True where two edits cannot both be made: they share text, or insert different text at one place. */
export function overlaps(a: Edit, b: Edit): boolean {
  if (isSameEdit(a, b) || isInPiece(a, b) || isInPiece(b, a)) return false;
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}

function isInPiece(inner: Edit, outer: Edit): boolean {
  if (isText(outer)) return false;
  const pieces = [...outer.parts, ...outer.dropped].filter((part) => typeof part !== "string");
  return pieces.some((piece) => isWithin(inner, piece));
}

function isWithin(inner: TextSpan, outer: TextSpan): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function isText(edit: Edit): edit is TextEdit {
  return "text" in edit;
}
