/** Two names, or two paths. */
export interface Renaming {
  readonly old: string;
  readonly new: string;
}

/** Many changes that follow one pattern, such as `a_b` → `aB` or `get…` → `…`. */
export interface Family<T extends Renaming> extends Renaming {
  readonly members: readonly T[];
}

export interface Families<T extends Renaming> {
  /** Largest first. */
  readonly families: readonly Family<T>[];
  /** What follows no pattern that others do. */
  readonly others: readonly T[];
}

/** Fewer are quicker read one by one. */
const FAMILY = 4;

export function familiesOf<T extends Renaming>(renamings: readonly T[]): Families<T> {
  const byPattern = new Map<string, { pattern: Renaming; members: T[] }>();
  for (const renaming of renamings) {
    const pattern = patternOf(renaming.old, renaming.new);
    if (pattern === undefined) continue;
    const key = `${pattern.old} ${pattern.new}`;
    const family = byPattern.get(key) ?? { pattern, members: [] };
    family.members.push(renaming);
    byPattern.set(key, family);
  }
  const families = [...byPattern.values()]
    .filter(({ members }) => members.length >= FAMILY)
    .map(({ pattern, members }) => ({ ...pattern, members }))
    .sort((a, b) => b.members.length - a.members.length);
  const folded = new Set(families.flatMap(({ members }) => members));
  return { families, others: renamings.filter((renaming) => !folded.has(renaming)) };
}

/** What a change would be a case of, or undefined where nothing of the old stays. */
function patternOf(old: string, now: string): Renaming | undefined {
  const before = old.split("/");
  const after = now.split("/");
  const { start, end } = common(before, after, (a, b) => a === b);
  const [left, right] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  if (left.length === 1 && right.length === 1) {
    const name = namePattern(left[0] ?? "", right[0] ?? "");
    if (name !== undefined) return { old: around(before, name.old), new: around(after, name.new) };
  }
  if (start + end === 0) return undefined;
  return { old: around(before, left.join("/")), new: around(after, right.join("/")) };

  /** With the segments before the change, and a sign that something follows. */
  function around(segments: readonly string[], changed: string): string {
    const parts = [...segments.slice(0, start), ...(changed === "" ? [] : [changed]), ...(end > 0 ? ["…"] : [])];
    return parts.join("/");
  }
}

function namePattern(old: string, now: string): Renaming | undefined {
  const style = { old: styleOf(old), new: styleOf(now) };
  const letters = (name: string): string => name.replace(/[^A-Za-z\d]/g, "").toLowerCase();
  if (letters(old) === letters(now)) return style.old === style.new ? undefined : style;
  const [before, after] = [wordsOf(old), wordsOf(now)];
  const { start, end } = common(before, after, (a, b) => a.toLowerCase() === b.toLowerCase());
  if (start + end === 0) return undefined;
  const shown = (words: readonly string[]): string => {
    const changed = words.slice(start, words.length - end).join("");
    return changed === "" ? "…" : `${start > 0 ? "…" : ""}${changed}${end > 0 ? "…" : ""}`;
  };
  return { old: shown(before), new: shown(after) };
}

/** `addISODays` is `add`, `ISO`, `Days`; what separates words is one too. */
function wordsOf(name: string): string[] {
  return name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]+/g) ?? [];
}

/** How names of two words look that are written this way. */
function styleOf(name: string): string {
  const capital = /^[^a-z]*[A-Z]/.test(name);
  const separator = /[a-z\d]([_-])[a-z\d]/i.exec(name)?.[1];
  if (separator === undefined) return capital ? "AB" : "aB";
  return /[a-z]/.test(name) ? `a${separator}b` : `A${separator}B`;
}

/** How many elements two lists share at their beginning, and at their end. */
function common(
  a: readonly string[],
  b: readonly string[],
  same: (a: string, b: string) => boolean,
): { start: number; end: number } {
  const length = Math.min(a.length, b.length);
  let start = 0;
  while (start < length && same(a[start] ?? "", b[start] ?? "")) start++;
  let end = 0;
  while (end < length - start && same(a.at(-1 - end) ?? "", b.at(-1 - end) ?? "")) end++;
  return { start, end };
}
