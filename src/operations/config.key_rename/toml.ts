import type { TextSpan } from "../../domain/edit.js";

const PART = String.raw`(?:[\w-]+|"[^"\n]*"|'[^'\n]*')`;
const PATH = String.raw`${PART}(?:[ \t]*\.[ \t]*${PART})*`;
const HEADER = new RegExp(String.raw`^[ \t]*\[{1,2}[ \t]*(${PATH})[ \t]*\]`, "d");
const PAIR = new RegExp(String.raw`^[ \t]*(${PATH})[ \t]*=[ \t]*(.*)`, "d");
/** Opens or closes a string of several lines. */
const DELIMITER = /"""|'''/g;

/** Positions of the last part of a dotted key, quotes included, in tables, headers and dotted keys. Inline tables are not looked into. */
export function tomlKeys(text: string, names: readonly string[]): TextSpan[] {
  const found: TextSpan[] = [];
  let table: readonly string[] = [];
  let open: string | undefined;
  let offset = 0;
  for (const line of text.split("\n")) {
    if (open === undefined) {
      const header = HEADER.exec(line);
      const match = header ?? PAIR.exec(line);
      const [start = 0, end = 0] = match?.indices?.[1] ?? [];
      const parts = partsOf(line.slice(start, end), offset + start);
      const outer = header === null ? table : [];
      const key = match === null ? undefined : keyAt(outer, parts, names);
      if (key !== undefined) found.push(key);
      if (header !== null) table = parts.map((part) => part.name);
    }
    open = openAfter(line, open);
    offset += line.length + 1;
  }
  return found;
}

interface Part extends TextSpan {
  readonly name: string;
}

function partsOf(path: string, offset: number): Part[] {
  return [...path.matchAll(new RegExp(PART, "g"))].map(([part], i, all) => {
    const start = offset + (all[i]?.index ?? 0);
    return { name: part.replace(/^["']|["']$/g, ""), start, end: start + part.length };
  });
}

/** The part that completes the names. */
function keyAt(outer: readonly string[], parts: readonly Part[], names: readonly string[]): Part | undefined {
  const path = [...outer, ...parts.map(({ name }) => name)];
  if (names.length > path.length || names.some((name, i) => path[i] !== name)) return undefined;
  return parts[names.length - 1 - outer.length];
}

function openAfter(line: string, open: string | undefined): string | undefined {
  let state = open;
  for (const [delimiter] of line.matchAll(DELIMITER)) {
    if (state === undefined) state = delimiter;
    else if (state === delimiter) state = undefined;
  }
  return state;
}
