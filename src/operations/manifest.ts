import { LineCounter, parseDocument, stringify, visit, type Document, type Node } from "yaml";
import type { z } from "zod";
import { OnxError } from "../domain/errors.js";
import { manifestSchema, type Manifest } from "../domain/manifest.js";
import { type Operation } from "../domain/operation.js";
import { KINDS, kindOf } from "./registry.js";

/** Aliases a manifest may expand; ours have none, and a bomb has millions. */
const MAX_ALIASES = 100;
/** Nesting and size that no manifest reaches. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Reads a change manifest. Throws `OnxError` (`invalid-manifest`) that names file and line for: broken YAML, an alias bomb, an unknown
 * version or kind, a field of the wrong shape, a duplicate id, an unknown or circular dependency, and a path with `..`.
 */
export function parseManifest(text: string, place: string): Manifest {
  if (text.length > MAX_BYTES) throw invalid("the manifest is larger than 32 MiB", place, "generate it again");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (path: readonly PropertyKey[]) => `${place}${lineOf(document, lines, path)}`;
  const [error] = document.errors;
  if (error !== undefined) {
    throw invalid(`not YAML: ${error.message}`, `${place}:${lines.linePos(error.pos[0]).line}`, "mend the file");
  }
  const data = toData(document, lines, place);
  if (!isRecord(data) || Array.isArray(data)) throw invalid("a manifest is a mapping", at([]), "generate it again");
  if (data["manifest_version"] !== 1) {
    throw invalid(
      `unknown manifest_version ${JSON.stringify(data["manifest_version"])}`,
      at(["manifest_version"]),
      "this tool reads version 1; generate the manifest again or use a newer onx-migrate",
    );
  }
  const manifest = check(manifestSchema, data, [], at);
  const seen = new Map<string, number>();
  for (const [i, operation] of manifest.operations.entries()) {
    checkOperation(operation, i, at);
    if (seen.has(operation.id)) {
      throw invalid(
        `duplicate operation id ${operation.id}`,
        at(["operations", i, "id"]),
        "give every operation an id of its own",
      );
    }
    seen.set(operation.id, i);
  }
  checkDependencies(manifest.operations, seen, at);
  return manifest;
}

/** The manifest as YAML: keys in the contract's order, so that equal manifests are equal bytes. */
export function formatManifest(manifest: Manifest): string {
  const { operations, ...head } = manifest;
  const ordered = {
    ...pick(head, [
      "manifest_version",
      "package",
      "packages",
      "language",
      "from",
      "to",
      "summary",
      "semver",
      "provenance",
    ]),
    operations: operations.map((operation) =>
      pick(operation, ["id", "kind", "match", "confidence", "method", "evidence", "depends_on", "breaking", "note"]),
    ),
  };
  return stringify(ordered, { lineWidth: 0, aliasDuplicateObjects: false });
}

function checkOperation(operation: Operation, i: number, at: (path: readonly PropertyKey[]) => string): void {
  const kind = kindOf(operation.kind);
  if (kind === undefined) {
    throw invalid(
      `unknown operation kind "${operation.kind}"`,
      at(["operations", i, "kind"]),
      `this tool knows ${KINDS.map((known) => known.kind).join(", ")}`,
    );
  }
  check(kind.schema, operation.match, ["operations", i, "match"], at);
  for (const [key, value] of Object.entries(operation.match)) {
    const texts = Array.isArray(value) ? value : [value];
    if (key !== "replacement" && texts.some((text) => typeof text === "string" && climbs(text))) {
      throw invalid(
        `${operation.id} has ".." in ${key}`,
        at(["operations", i, "match", key]),
        "name things inside the package",
      );
    }
  }
}

function climbs(text: string): boolean {
  return text.split(/[/\\]/).includes("..") || text.includes("\0");
}

function checkDependencies(
  operations: readonly Operation[],
  positions: ReadonlyMap<string, number>,
  at: (path: readonly PropertyKey[]) => string,
): void {
  const done = new Set<string>();
  for (const operation of operations) visit(operation.id, []);

  function visit(id: string, trail: readonly string[]): void {
    if (done.has(id)) return;
    const position = positions.get(id) ?? 0;
    if (trail.includes(id)) {
      const cycle = [...trail.slice(trail.indexOf(id)), id].join(" → ");
      throw invalid(
        `operations depend on one another in a circle: ${cycle}`,
        at(["operations", position, "depends_on"]),
        "remove one depends_on",
      );
    }
    for (const needed of operations[position]?.depends_on ?? []) {
      if (!positions.has(needed)) {
        throw invalid(
          `${id} depends on ${needed}, which is not there`,
          at(["operations", position, "depends_on"]),
          "remove it from depends_on",
        );
      }
      visit(needed, [...trail, id]);
    }
    done.add(id);
  }
}

function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
  path: readonly PropertyKey[],
  at: (path: readonly PropertyKey[]) => string,
): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = [...path, ...(issue?.path ?? [])];
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  throw invalid(
    [...(where.length === 0 ? [] : [where.join(".")]), issue?.message ?? "wrong shape"].join(": "),
    at([...where, ...unknown]),
    "see the change manifest's format",
  );
}

function toData(document: Document.Parsed, lines: LineCounter, place: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (cause) {
    const unresolved = cause instanceof Error && cause.message.startsWith("Unresolved alias");
    throw new OnxError("invalid-manifest", unresolved ? `not YAML: ${cause.message}` : "too many YAML aliases", {
      place: `${place}${lineOfNode(firstAlias(document), lines) ?? ":1"}`,
      remedy: "a manifest has none; generate it again",
      cause,
    });
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

/** The line of what lies at a path, or of the nearest thing around it that is there. */
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

function invalid(what: string, place: string, remedy: string): OnxError {
  return new OnxError("invalid-manifest", what, { place, remedy });
}

function pick(value: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object";
}
