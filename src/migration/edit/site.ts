import type { Site } from "../../domain/edit.js";

/** Line and column of an offset, both 1-based. */
export function placeAt(text: string, offset: number): Pick<Site, "line" | "column"> {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}

/** The offset of a line and column, both 1-based. */
export function offsetAt(text: string, { line, column }: Pick<Site, "line" | "column">): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

export function siteAt(
  text: string,
  path: string,
  offset: number,
  operation: string,
  action: Site["action"],
  reason: string,
): Site {
  return { path, ...placeAt(text, offset), operation, action, reason };
}
