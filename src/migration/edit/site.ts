import type { Site } from "../../domain/edit.js";

export function siteAt(
  text: string,
  path: string,
  offset: number,
  operation: string,
  action: Site["action"],
  reason: string,
): Site {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at !== -1; at = before.indexOf("\n", at + 1)) line += 1;
  return { path, line, column: offset - lineStart + 1, operation, action, reason };
}
