/** Text that Markdown shows as it is, on one line, inside a table or a list. */
export function plain(text: string, limit = 1_000): string {
  return clip(oneLine(text), limit)
    .replace(/[\\`*_[\]#|~]/g, String.raw`\$&`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u200b");
}

/** Code on one line; the fence is longer than any run of backticks inside. */
export function code(text: string, limit = 300): string {
  const inner = clip(oneLine(text), limit)
    .replaceAll("|", String.raw`\|`)
    .replaceAll("<!--", "<! --");
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  const pad = inner === "" || inner.startsWith("`") || inner.endsWith("`") ? " " : "";
  return `${fence}${pad}${inner}${pad}${fence}`;
}

/** Output of a program, its end kept where it is too long. */
export function codeBlock(text: string, limit: number): string {
  const kept = text.length > limit ? `…\n${text.slice(-limit)}` : text;
  const longest = Math.max(2, ...[...kept.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${kept.replaceAll("<!--", "<! --").trimEnd()}\n${fence}`;
}

export function link(text: string, url: string | undefined): string {
  if (url === undefined) return text;
  return `[${text}](${url.replace(/[\s()<>]/g, (character) => encodeURIComponent(character).replace("(", "%28").replace(")", "%29"))})`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${String(number)} ${number === 1 ? one : many}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
