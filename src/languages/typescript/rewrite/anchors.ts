import { ts } from "ts-morph";
import { innermost } from "../innermost.js";

/** Where a comment about a place goes: on its own line above the statement. */
export interface CommentAnchor {
  /** Start of the line before which the comment's line is put. */
  readonly offset: number;
  readonly indent: string;
  readonly eol: string;
  /** The comments that stand above the statement now. */
  readonly above: string;
}

/** A comment that speaks of the next line only, and must stay next to it. */
const BOUND_TO_NEXT_LINE =
  /^\s*\/[/*]\s*(?:eslint-disable-next-line|oxlint-disable-next-line|@ts-|prettier-ignore|biome-ignore)/;

export function commentAnchor(file: ts.SourceFile, position: number): CommentAnchor {
  const { text } = file;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const start = statementStart(file, position);
  let offset = lineStart(text, start);
  const indent = text.slice(offset, start);
  for (;;) {
    const previous = lineStart(text, offset - 1);
    if (offset === 0 || !BOUND_TO_NEXT_LINE.test(text.slice(previous, offset))) break;
    offset = previous;
  }
  return { offset, indent, eol, above: commentsAbove(text, offset) };
}

/** Start of the nearest enclosing statement or member that begins its line, or else of the one on whose line it is. */
function statementStart(file: ts.SourceFile, position: number): number {
  let node: ts.Node | undefined = innermost(file, position);
  for (; node !== undefined && !ts.isSourceFile(node); node = node.parent) {
    const isLine = (ts.isStatement(node) && !ts.isBlock(node)) || ts.isClassElement(node) || ts.isTypeElement(node);
    if (!isLine || ts.isObjectLiteralExpression(node.parent)) continue;
    const start = lineOpening(file, node);
    if (start !== undefined) return start;
  }
  const above = file.statements.filter((each) => each.getStart(file) <= position).reverse();
  return above.map((each) => lineOpening(file, each)).find((start) => start !== undefined) ?? 0;
}

/** Start of a node, or of the comments before it, where nothing else stands before that on its line. */
function lineOpening(file: ts.SourceFile, node: ts.Node): number | undefined {
  const { text } = file;
  const comments = ts.getLeadingCommentRanges(text, node.getFullStart()) ?? [];
  const starts = [node.getStart(file), ...comments.map(({ pos }) => pos).reverse()];
  for (const [index, start] of starts.entries()) {
    if (text.slice(lineStart(text, start), start).trim() === "") return start;
    const before = comments.at(-1 - index);
    // Only what shares its line with a comment can be told of above that comment.
    if (before === undefined || text.slice(before.end, start).includes("\n")) return undefined;
  }
  return undefined;
}

function lineStart(text: string, position: number): number {
  return text.lastIndexOf("\n", position - 1) + 1;
}

/** The lines of line comments that end where `offset` begins. */
function commentsAbove(text: string, offset: number): string {
  let start = offset;
  while (start > 0) {
    const previous = lineStart(text, start - 1);
    if (!text.slice(previous, start).trimStart().startsWith("//")) break;
    start = previous;
  }
  return text.slice(start, offset);
}
