import { compareText } from "../../domain/hash.js";
import type { TextEdit } from "../../domain/edit.js";

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

/** Orders edits by place; at one place, insertions come before replacements. */
export function compareEdits(a: TextEdit, b: TextEdit): number {
  return a.start - b.start || a.end - b.end || compareText(a.text, b.text);
}

/** Carries out edits that do not overlap, all of them against the same text. Equal edits count once. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  let previous: TextEdit | undefined;
  for (const edit of [...edits].sort(compareEdits)) {
    if (previous !== undefined && isSameEdit(previous, edit)) continue;
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
    previous = edit;
  }
  return result + text.slice(position);
}

export function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

/** True where two edits cannot both be made: they share text, or insert different text at one place. */
export function overlaps(a: TextEdit, b: TextEdit): boolean {
  if (isSameEdit(a, b)) return false;
  if (a.start === a.end && b.start === b.end) return a.start === b.start;
  return a.start < b.end && b.start < a.end;
}
