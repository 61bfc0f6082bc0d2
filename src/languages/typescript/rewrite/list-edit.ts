import { ts } from "ts-morph";
import type { Rearrangement, TextSpan } from "../../../domain/edit.js";

/** Elements between two brackets. */
export interface BracketedList extends TextSpan {
  readonly elements: readonly ts.Node[];
  /** What stands between a bracket and the only element. */
  readonly padding: string;
}

/**
 * Writes a list anew from its old elements, given by their places, and new texts. What separates elements stays, and comments go
 * with the element that they stand at. Undefined where comments of a whole line stand between the elements.
 */
export function rearrangeList(
  text: string,
  { start, end, elements, padding }: BracketedList,
  next: readonly (number | string)[],
): Rearrangement | undefined {
  const pieces = elements.map((each) => withComments(text, each));
  const gaps = pieces.map((piece, i) => text.slice(pieces[i - 1]?.end ?? start, piece.start));
  const last = pieces.at(-1);
  const tail = last === undefined ? padding : text.slice(last.end, end);
  if ([...gaps, tail].some((gap) => gap.includes("//"))) return undefined;
  const [first = padding] = gaps;
  const between = gaps.length > 1 ? (gaps.at(-1) ?? "") : first.includes("\n") ? `,${first}` : ", ";
  const parts = next.flatMap((item, i) => {
    const gap = i === 0 ? first : (gaps[i] ?? between);
    return [gap, typeof item === "number" ? (pieces[item] ?? "") : item];
  });
  const dropped = pieces.filter((_piece, i) => !next.includes(i));
  return { start, end, parts: next.length === 0 ? [] : [...parts, tail], dropped };
}

/** An element and the comments beside it, up to the commas. */
function withComments(text: string, node: ts.Node): TextSpan {
  const before = [
    ...(ts.getTrailingCommentRanges(text, node.pos) ?? []),
    ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
  ].filter(isBlock);
  const after = ts.getTrailingCommentRanges(text, node.end)?.filter(isBlock) ?? [];
  return {
    start: Math.min(node.getStart(), ...before.map(({ pos }) => pos)),
    end: Math.max(node.end, ...after.map((each) => each.end)),
  };
}

function isBlock({ kind }: ts.CommentRange): boolean {
  return kind === ts.SyntaxKind.MultiLineCommentTrivia;
}
