import { type Node, parseTree } from "jsonc-parser";
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
  const root = parseTree(body);
  if (root === undefined) return text;
  const fields = (root.children ?? []).map(fieldOf);
  if (new Set(fields.map(({ name }) => name)).size < fields.length) {
    throw new OnxError("document.ambiguous", "the file names a field twice", { place, remedy: "remove one of them" });
  }
  return text.slice(0, text.length - body.length) + rewriteFields(body, root, fields, before, after);
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

/** One field of the text, from its name to its value's end. */
interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

function rewriteFields(text: string, root: Node, fields: readonly Field[], before: Document, after: Document): string {
  const layout = layoutOf(text, root, fields);
  const kept = fields.filter(({ name }) => Object.hasOwn(after, name));
  const added = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const parts = kept.map((field) => {
    const head = text.slice(field.start, field.valueStart);
    const isSame = isDeepStrictEqual(before[field.name], after[field.name]);
    return isSame ? text.slice(field.start, field.end) : head + render(after[field.name], layout);
  });
  parts.push(...added.map((name) => JSON.stringify(name) + layout.colon + render(after[name], layout)));
  // Between two fields that stay neighbours is what was there, between others what is between most.
  const gaps = kept.slice(1).map((field, at) => {
    const previous = fields[fields.indexOf(field) - 1];
    return previous !== undefined && previous === kept[at] ? text.slice(previous.end, field.start) : layout.gap;
  });
  const inside = parts.map((part, at) => (at === 0 ? part : (gaps[at - 1] ?? layout.gap) + part)).join("");
  return text.slice(0, root.offset + 1) + layout.opening + inside + layout.closing + text.slice(endOf(root) - 1);
}

function fieldOf(property: Node): Field {
  const [name, value] = property.children ?? [];
  return {
    name: String(name?.value),
    start: property.offset,
    end: endOf(property),
    valueStart: value?.offset ?? endOf(property),
  };
}

function endOf({ offset, length }: Node): number {
  return offset + length;
}

/** How a text sets its fields apart, taken from the first ones. */
interface Layout {
  /** Before the first field and after the last one. */
  readonly opening: string;
  readonly closing: string;
  readonly gap: string;
  readonly colon: string;
  /** Of a field's line; empty where all is on one line. */
  readonly indentation: string;
  readonly eol: string;
}

function layoutOf(text: string, root: Node, fields: readonly Field[]): Layout {
  const [first] = fields;
  const last = fields.at(-1);
  const opening = first === undefined ? "" : text.slice(root.offset + 1, first.start);
  const [eol = "\n"] = /\r?\n/.exec(text) ?? [];
  const name = first === undefined ? "" : JSON.stringify(first.name);
  return {
    opening,
    closing: last === undefined ? "" : text.slice(last.end, endOf(root) - 1),
    gap: `,${opening.replace(/^(?:\s*\n)+/, eol)}`,
    colon: first === undefined ? ":" : text.slice(first.start, first.valueStart).slice(name.length),
    indentation: /\n([ \t]*)$/.exec(opening)?.[1] ?? "",
    eol,
  };
}

function render(value: unknown, { indentation, eol }: Layout): string {
  if (indentation === "") return JSON.stringify(value);
  return JSON.stringify(value, null, indentation).replaceAll("\n", eol + indentation);
}
