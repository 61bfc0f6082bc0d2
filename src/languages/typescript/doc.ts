import { ts } from "ts-morph";

export interface Doc {
  readonly doc: string;
  readonly deprecated: false | string;
  readonly tags: readonly string[];
  readonly since?: string;
}

const NONE: Doc = { doc: "", deprecated: false, tags: [] };
/** Tags whose text describes the thing as much as the comment's own text does. */
const PROSE = new Set(["summary", "description", "remarks", "returns"]);
const STABILITY = new Set(["public", "internal", "beta", "alpha", "experimental", "hidden"]);

/** The doc comment that stands directly before a node: TSDoc (tsdoc.org) and JSDoc. */
export function docOf(node: ts.Node, file: ts.SourceFile): Doc {
  const comment = attached(node).at(-1);
  if (comment === undefined) return NONE;
  const tags: string[] = [];
  const texts = [prose(comment.comment, file)];
  let deprecated: false | string = false;
  let since: string | undefined;
  for (const tag of comment.tags ?? []) {
    const name = tag.tagName.text;
    if (name === "deprecated") deprecated = prose(tag.comment, file);
    else if (name === "since") since = prose(tag.comment, file);
    else if (STABILITY.has(name)) tags.push(name);
    else if (PROSE.has(name)) texts.push(prose(tag.comment, file));
  }
  const doc = texts.filter((text) => text !== "").join(" ");
  return { doc, deprecated, tags: tags.sort(), ...(since === undefined ? {} : { since }) };
}

/** A variable's comment stands on its statement, everything else carries its own. */
function attached(node: ts.Node & { readonly jsDoc?: readonly ts.JSDoc[] }): readonly ts.JSDoc[] {
  return node.jsDoc ?? [];
}

/** Comment text on one line; links keep the form `{@link x}`. */
function prose(comment: string | ts.NodeArray<ts.JSDocComment> | undefined, file: ts.SourceFile): string {
  if (comment === undefined) return "";
  const text = typeof comment === "string" ? comment : comment.map((part) => partText(part, file)).join("");
  return text.replace(/\s+/g, " ").trim();
}

function partText(part: ts.JSDocComment, file: ts.SourceFile): string {
  // The parser drops the line break between a link and the text on the next line.
  if (part.kind === ts.SyntaxKind.JSDocText) return (/\s/.test(file.text.charAt(part.pos)) ? " " : "") + part.text;
  const name = "name" in part && part.name !== undefined ? entityText(part.name) : "";
  const label = part.text.trim();
  return `{@link ${[name, label].filter((word) => word !== "").join(" ")}}`;
}

function entityText(name: ts.EntityName | ts.JSDocMemberName): string {
  if (ts.isIdentifier(name)) return name.text;
  return `${entityText(name.left)}.${name.right.text}`;
}
