import { applyEdits, modify } from "jsonc-parser";
import { isDeepStrictEqual } from "node:util";
import { OnxError } from "../../domain/errors.js";
import type { Document } from "./schema-migration.js";

const BYTE_ORDER_MARK = "\uFEFF";

/** The document that a JSON text holds. */
export function parseDocument(text: string, place: string): Document {
  const parsed = parse(withoutMark(text), place);
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Document;
  throw new OnxError("document.shape", "the file holds no JSON object", { place });
}

/** The text with its fields changed to the document's; every byte of the others stays. */
export function rewriteDocument(text: string, place: string, after: Document): string {
  const before = parseDocument(text, place);
  const body = withoutMark(text);
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const formattingOptions = formattingOf(body);
  const rewritten = changed.reduce(
    (current, name) => applyEdits(current, modify(current, [name], after[name], { formattingOptions })),
    body,
  );
  // A name that is there twice is found at its first place, and read at its last.
  if (!isDeepStrictEqual(parse(rewritten, place), after)) {
    throw new OnxError("document.ambiguous", "the file names a field twice", { place, remedy: "remove one of them" });
  }
  return text.slice(0, text.length - body.length) + rewritten;
}

export function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OnxError("document.syntax", "the file is not JSON", {
      place,
      remedy: "restore it from its backup",
      cause,
    });
  }
}

/** As the file is written: its first indentation, its first line end. */
function formattingOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const indentation = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  return {
    insertSpaces: !indentation.startsWith("\t"),
    tabSize: indentation.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
