/** A place in a text, both 1-based. Lines end with `\n` alone, whatever else a language takes for an end of lines. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Line and column of an offset. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}

/** The offset of a line and column. */
export function offsetAt(text: string, { line, column }: Place): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}
