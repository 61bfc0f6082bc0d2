import { LineCounter, parseDocument, visit, type Document, type Node } from "yaml";
import type { z } from "zod";
import { OnxError } from "../domain/errors.js";

/** Aliases a file may expand; ours have none, and a bomb has millions. */
const MAX_ALIASES = 100;
/** Nesting and size that none of our files reaches. */
const MAX_BYTES = 32 * 1024 * 1024;

/** What a file is, for those who have to mend it. */
export interface YamlFileKind {
  /** As in "a manifest is a mapping". */
  readonly name: string;
  /** Of the errors. */
  readonly code: string;
  readonly remedy: string;
}

/** A YAML file whose mistakes are told with their line. */
export interface YamlFile {
  readonly data: Readonly<Record<string, unknown>>;
  /** `file:line` of what lies at a path, or of the nearest thing around it that is there. */
  at(path: readonly PropertyKey[]): string;
  /** The error that says what is wrong at a path. */
  refuse(what: string, path: readonly PropertyKey[], remedy?: string): OnxError;
  /** The value at a path in the schema's shape. Throws what `refuse` makes of the first issue. */
  check<T>(schema: z.ZodType<T>, value: unknown, path: readonly PropertyKey[]): T;
}

/** Throws `OnxError` with the kind's code for what is too large, broken YAML, an alias bomb, and what is no mapping. */
export function openYamlFile(text: string, place: string, { name, code, remedy }: YamlFileKind): YamlFile {
  const invalid = (what: string, where: string, how = remedy) =>
    new OnxError(code, what, { place: where, remedy: how });
  if (text.length > MAX_BYTES) throw invalid(`the ${name} is larger than 32 MiB`, place);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    throw invalid(`not YAML: ${error.message}`, `${place}:${lines.linePos(error.pos[0]).line}`, "mend the file");
  }
  const data = toData(document, (what, node) =>
    invalid(what, `${place}${lineOfNode(node, lines) ?? ":1"}`, "write it out"),
  );
  if (!isRecord(data) || Array.isArray(data)) throw invalid(`a ${name} is a mapping`, `${place}:1`);
  const at = (path: readonly PropertyKey[]) => `${place}${lineOf(document, lines, path)}`;
  const refuse: YamlFile["refuse"] = (what, path, how) => invalid(what, at(path), how);
  return { data, at, refuse, check: (schema, value, path) => check(schema, value, path, refuse) };
}

function check<T>(schema: z.ZodType<T>, value: unknown, path: readonly PropertyKey[], refuse: YamlFile["refuse"]): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [...path, ...(issue?.path ?? [])];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const message = [...(where.length === 0 ? [] : [where.join(".")]), issue?.message ?? "wrong shape"].join(": ");
  throw refuse(message, [...where, ...unknown]);
}

function toData(document: Document.Parsed, refuse: (what: string, node: unknown) => OnxError): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    const unresolved = cause instanceof Error && cause.message.startsWith("Unresolved alias");
    throw refuse(unresolved ? `not YAML: ${cause.message}` : "too many YAML aliases", firstAlias(document));
  }
}

function firstAlias(document: Document.Parsed): Node | undefined {
  let first: Node | undefined;
  visit(document, {
    Alias(_key, node) {
      first = node;
      return visit.BREAK;
    },
  });
  return first;
}

function lineOf(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let length = path.length; length > 0; length--) {
    const line = lineOfNode(document.getIn(path.slice(0, length), true), lines);
    if (line !== undefined) return line;
  }
  return ":1";
}

function lineOfNode(node: unknown, lines: LineCounter): string | undefined {
  const range = isRecord(node) && Array.isArray(node["range"]) ? node["range"] : undefined;
  return typeof range?.[0] === "number" ? `:${lines.linePos(range[0]).line}` : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object";
}
