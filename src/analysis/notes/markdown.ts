/** A code span on one line. */
export function code(text: string): string {
  const inner = oneLine(text);
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = inner === "" || inner.startsWith("`") || inner.endsWith("`") ? " " : "";
  return `${fence}${pad}${inner}${pad}${fence}`;
}

export function codes(texts: readonly string[]): string {
  return texts.map(code).join(", ");
}

/** Markdown that a person wrote, on one line. What looks like HTML is shown as it is, outside of code too. */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`+[^`]*`+)/)
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll("<", "&lt;")))
    .join("");
}

/** Rows whose cells are Markdown on one line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)];
}

/** Lines that are taken away (`-`), added (`+`) or there for orientation (`#`, and space). */
export function diffBlock(lines: readonly string[]): string[] {
  return ["```diff", ...lines.map(oneLineKeepingIndent), "```"];
}

/** Hidden behind a summary where there are more lines than a reader wants to scroll past. */
export function foldLong(summary: string, lines: readonly string[]): string[] {
  return lines.length <= LONG ? [...lines] : fold(summary, lines);
}

export function fold(summary: string, lines: readonly string[]): string[] {
  return ["<details>", `<summary>${summary}</summary>`, "", ...lines, "", "</details>"];
}

const LONG = 40;

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function oneLineKeepingIndent(text: string): string {
  return text
    .replace(/[\r\n]+\s*/g, " ")
    .replaceAll("```", "'''")
    .trimEnd();
}
