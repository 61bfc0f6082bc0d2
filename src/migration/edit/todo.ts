import type { TextEdit } from "../../domain/edit.js";
import type { CommentAnchor } from "../../languages/typescript/rewrite/anchors.js";

export interface Todo {
  readonly operation: string;
  readonly text: string;
  readonly anchor: CommentAnchor;
}

/** Comments for a person, one per operation and statement, left away where they stand already. */
export function todoEdits(todos: readonly Todo[]): TextEdit[] {
  const byPlace = new Map<number, Map<string, Todo>>();
  for (const todo of todos) {
    if (todo.anchor.above.includes(marker(todo.operation))) continue;
    const place = byPlace.get(todo.anchor.offset) ?? new Map<string, Todo>();
    if (!place.has(todo.operation)) place.set(todo.operation, todo);
    byPlace.set(todo.anchor.offset, place);
  }
  return [...byPlace].map(([offset, place]) => ({
    start: offset,
    end: offset,
    text: [...place.values()].map((each) => line(each)).join(""),
  }));
}

function line({ operation, text, anchor }: Todo): string {
  return `${anchor.indent}// ${marker(operation)} ${text.replace(/\s+/g, " ").trim()}${anchor.eol}`;
}

function marker(operation: string): string {
  return `TODO(onx-migrate ${operation}):`;
}
