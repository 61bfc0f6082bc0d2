import type { TextEdit } from "../../domain/edit.js";
import { compareText } from "../../domain/hash.js";
import type { CommentAnchor } from "../../languages/typescript/rewrite/anchors.js";

export interface Todo {
  readonly operation: string;
  readonly text: string;
  readonly anchor: CommentAnchor;
}

/** Comments for a person, one per statement, without what such a comment says there already. */
export function todoEdits(todos: readonly Todo[]): TextEdit[] {
  const byPlace = new Map<number, Todo[]>();
  for (const todo of todos) {
    if (isSaid(todo)) continue;
    const { offset } = todo.anchor;
    byPlace.set(offset, [...(byPlace.get(offset) ?? []), todo]);
  }
  return [...byPlace].map(([offset, place]) => ({ start: offset, end: offset, text: comment(place) }));
}

/** Whether the same advice stands above, for whichever operation: ids are another manifest's, should that be made anew. */
function isSaid({ text, anchor }: Todo): boolean {
  return anchor.above
    .split(/\r?\n/)
    .some((line) => /TODO\(onx-migrate /.test(line) && `${line};`.includes(` ${oneLine(text)};`));
}

function comment(todos: readonly Todo[]): string {
  const place = todos.toSorted((a, b) => compareText(a.operation, b.operation));
  const [anchor] = place.map((each) => each.anchor);
  const operations = [...new Set(place.map(({ operation }) => operation))];
  const texts = [...new Set(place.map(({ text }) => oneLine(text)))];
  return `${anchor?.indent ?? ""}// TODO(onx-migrate ${operations.join(", ")}): ${texts.join("; ")}${anchor?.eol ?? "\n"}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
