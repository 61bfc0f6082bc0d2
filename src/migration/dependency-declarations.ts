import { findNodeAtLocation, getNodeValue, parseTree, type Node, type ParseError } from "jsonc-parser";
import { isMap, isScalar, parseDocument, type Scalar, stringify } from "yaml";

/** In the order in which they say what a package itself is built with. */
const FIELDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"] as const;

/** A range in a file of dependencies, and where its text lies. */
export interface Declaration {
  /** As in the file: `dependencies`, `catalogs.legacy`. */
  readonly field: string;
  readonly name: string;
  readonly range: string;
  /** UTF-16 offsets of the value with its quotes. */
  readonly start: number;
  readonly end: number;
  /** Writes another range the way this one is written. */
  readonly quote: (range: string) => string;
}

/** Ranges that a package.json declares for the given names. Undefined where it is no JSON object. */
export function declarationsInPackageJson(text: string, names: ReadonlySet<string>): Declaration[] | undefined {
  const root = parseObject(text);
  return root && FIELDS.flatMap((field) => entries(root, [field], names));
}

/** Versions forced on the whole tree of dependencies, which no declared range can change. */
export function pinsInPackageJson(text: string, names: ReadonlySet<string>): Declaration[] {
  const root = parseObject(text);
  return [["overrides"], ["resolutions"], ["pnpm", "overrides"]].flatMap((path) =>
    root === undefined ? [] : entries(root, path, names),
  );
}

/** Ranges of the catalogs in a pnpm-workspace.yaml. */
export function declarationsInCatalogs(text: string, names: ReadonlySet<string>): Declaration[] {
  const document = parseDocument(text);
  const found: Declaration[] = [];
  const catalogs = document.get("catalogs");
  const sections = isMap(catalogs)
    ? catalogs.items.map(({ key, value }) => ({ field: `catalogs.${scalarText(key)}`, value }))
    : [];
  for (const { field, value } of [{ field: "catalog", value: document.get("catalog") }, ...sections]) {
    if (!isMap(value)) continue;
    for (const item of value.items) {
      const name = scalarText(item.key);
      if (!names.has(name) || !isScalar(item.value)) continue;
      const [start, end] = item.value.range ?? [0, 0];
      found.push({ field, name, range: scalarText(item.value), start, end, quote: yamlQuote(item.value) });
    }
  }
  return found;
}

/** The text with some of its ranges replaced, every other character as it was. */
export function replaceRanges(text: string, edits: ReadonlyMap<Declaration, string>): string {
  let result = text;
  const backwards = [...edits].sort(([a], [b]) => b.start - a.start);
  for (const [{ start, end, quote }, range] of backwards) {
    result = result.slice(0, start) + quote(range) + result.slice(end);
  }
  return result;
}

function parseObject(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const bom = text.startsWith("\uFEFF") ? " " : "";
  const root = parseTree(bom + text.slice(bom.length), errors, { allowTrailingComma: true });
  return errors.length === 0 && root?.type === "object" ? root : undefined;
}

function entries(root: Node, path: readonly string[], names: ReadonlySet<string>): Declaration[] {
  const section = findNodeAtLocation(root, [...path]);
  if (section?.type !== "object") return [];
  return (section.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    const name: unknown = key && getNodeValue(key);
    if (typeof name !== "string" || !names.has(name) || value?.type !== "string") return [];
    const range: unknown = getNodeValue(value);
    if (typeof range !== "string") return [];
    const place = { start: value.offset, end: value.offset + value.length };
    return [{ field: path.join("."), name, range, ...place, quote: (text: string) => JSON.stringify(text) }];
  });
}

function yamlQuote(scalar: Scalar): (range: string) => string {
  if (scalar.type === "QUOTE_SINGLE") return (range) => `'${range}'`;
  if (scalar.type === "QUOTE_DOUBLE") return (range) => JSON.stringify(range);
  return (range) => stringify(range).trimEnd();
}

function scalarText(node: unknown): string {
  const value = isScalar(node) ? (node.source ?? node.value) : node;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
