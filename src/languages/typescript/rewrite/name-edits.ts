import { ts } from "ts-morph";
import type { Edit } from "../../../domain/edit.js";

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
const PART = /[\p{ID_Continue}$]/u;

/** True where edits do no more than put a name in the place of a name each, after which a text parses as it did before. */
export function areNamesOnly(text: string, edits: readonly Edit[]): boolean {
  return edits.every((edit) => "text" in edit && isNameOnly(text, edit.start, edit.end, edit.text));
}

/** Looks at what differs alone, widened to whole words. */
function isNameOnly(text: string, start: number, end: number, replacement: string): boolean {
  const old = text.slice(start, end);
  const shorter = Math.min(old.length, replacement.length);
  let first = 0;
  while (first < shorter && old[first] === replacement[first]) first += 1;
  let last = 0;
  while (last < shorter - first && old.at(-1 - last) === replacement.at(-1 - last)) last += 1;
  while (first > 0 && PART.test(old[first - 1] ?? "")) first -= 1;
  while (last > 0 && PART.test(old[old.length - last] ?? "")) last -= 1;
  const isWhole = (first > 0 || !PART.test(text[start - 1] ?? "")) && (last > 0 || !PART.test(text[end] ?? ""));
  const [before, after] = [old, replacement].map((each) => each.slice(first, each.length - last));
  return isWhole && isPlainName(before) && isPlainName(after);
}

function isPlainName(text = ""): boolean {
  return NAME.test(text) && ts.identifierToKeywordKind(ts.factory.createIdentifier(text)) === undefined;
}
