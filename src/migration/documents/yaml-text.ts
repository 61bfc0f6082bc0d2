import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, type Document as YamlDocument, parseDocument as parseYaml, stringify } from "yaml";
import { OnxError } from "../../domain/errors.js";
import type { Document } from "./schema-migration.js";

/** The document that a YAML text holds: one mapping, a field a line or more. */
export function parseYamlDocument(text: string, place: string): Document {
  const data: unknown = open(text, place).toJS({ maxAliasCount: 100 });
  return data as Document;
}

/** The text with its fields changed to the document's; every byte of the others stays, comments included. */
export function rewriteYamlDocument(text: string, place: string, after: Document): string {
  const before = parseYamlDocument(text, place);
  let rewritten = text;
  // From the end, so that the places before a change stay where they are.
  for (const { name, start, end } of fieldsOf(open(text, place), text).reverse()) {
    if (isDeepStrictEqual(before[name], after[name])) continue;
    const field = text.slice(start, end);
    const rest = rewritten.slice(end);
    rewritten =
      rewritten.slice(0, start) +
      (Object.hasOwn(after, name)
        ? render(name, after[name]) + (/\s*$/.exec(field)?.[0] ?? "") + rest
        : withoutLineEnd(field, rest));
  }
  for (const name of Object.keys(after).filter((each) => !Object.hasOwn(before, each))) {
    rewritten = `${rewritten}${rewritten.endsWith("\n") ? "" : "\n"}${render(name, after[name])}\n`;
  }
  if (isDeepStrictEqual(parseYamlDocument(rewritten, place), after)) return rewritten;
  throw new OnxError("document.syntax", "the file is written in a way that cannot be kept", {
    place,
    remedy: "migrate it by hand",
  });
}

/** What follows a dropped field, of whose last line nothing is to stay. Text in blocks ends with its line already. */
function withoutLineEnd(field: string, rest: string): string {
  return field.endsWith("\n") ? rest : rest.replace(/^[^\n]*\n?/, "");
}

function render(name: string, value: unknown): string {
  return stringify({ [name]: value }, { lineWidth: 0 }).trimEnd();
}

function open(text: string, place: string): YamlDocument.Parsed {
  const document = parseYaml(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw new OnxError("document.syntax", `the file is not YAML: ${error.message}`, { place });
  if (isMap(document.contents) && document.contents.flow !== true) return document;
  throw new OnxError("document.shape", "the file holds no YAML mapping with a field a line", { place });
}

interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

function fieldsOf({ contents }: YamlDocument.Parsed, text: string): Field[] {
  if (!isMap(contents)) return [];
  return contents.items.map(({ key, value }) => {
    const start = key.range[0];
    const lineEnd = text.indexOf("\n", start);
    const end = value?.range?.[1] ?? (lineEnd === -1 ? text.length : lineEnd);
    return { name: String(isScalar(key) ? key.value : key), start, end };
  });
}
