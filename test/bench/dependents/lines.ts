import { structuredPatch } from "diff";

/** A run of changed lines. Line numbers are 1-based. */
export interface Hunk {
  readonly oldStart: number;
  readonly removed: readonly string[];
  readonly newStart: number;
  readonly added: readonly string[];
}

/** Names, or import specifiers, as one writes them before and after. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

export function hunksBetween(before: string, after: string): Hunk[] {
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 0 });
  return hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    removed: lines.filter((line) => line.startsWith("-")).map((line) => line.slice(1)),
    newStart,
    added: lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1)),
  }));
}

/**
 * The lines, of those that people wrote, that carry out a rename: they have a new name that was in fewer of the lines that went away
 * in the same place, and one of these had the old name.
 */
export function migratedLines(hunks: readonly Hunk[], renames: readonly Rename[]): string[] {
  return hunks.flatMap(({ removed, added }) => {
    const carriedOut = renames.filter(
      ({ from, to }) => removed.some((line) => mentions(line, from)) && count(added, to) > count(removed, to),
    );
    const before = new Set(removed.map((line) => line.trim()));
    return added.filter((line) => !before.has(line.trim()) && carriedOut.some(({ to }) => mentions(line, to)));
  });
}

/** How many of the wanted lines are among the given ones, indentation aside, each counted once. */
export function countFound(wanted: readonly string[], given: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of given) left.set(line.trim(), (left.get(line.trim()) ?? 0) + 1);
  return wanted.filter((line) => {
    const rest = left.get(line.trim()) ?? 0;
    left.set(line.trim(), rest - 1);
    return rest > 0;
  }).length;
}

export interface PlacedLine {
  readonly line: number;
  readonly text: string;
}

/** What a line of the text before became, or undefined where it stayed as it was. */
export function becameOf(hunks: readonly Hunk[], line: number): PlacedLine[] | undefined {
  const hunk = hunks.find(({ oldStart, removed }) => line >= oldStart && line < oldStart + removed.length);
  if (hunk === undefined) return undefined;
  const { oldStart, removed, newStart, added } = hunk;
  const placed = added.map((text, i) => ({ line: newStart + i, text }));
  return removed.length === added.length ? placed.slice(line - oldStart, line - oldStart + 1) : placed;
}

function mentions(line: string, name: string): boolean {
  return wordPattern(name).test(line);
}

function count(lines: readonly string[], name: string): number {
  return lines.filter((line) => mentions(line, name)).length;
}

const patterns = new Map<string, RegExp>();

/** As a whole word: `add` is not in `addHours`, nor `core/a` in `core/a/b`. */
function wordPattern(name: string): RegExp {
  const known = patterns.get(name);
  if (known !== undefined) return known;
  const pattern = new RegExp(`(?<![\\w$])${name.replace(/\W/g, "\\$&")}(?![\\w$]|/\\w)`);
  patterns.set(name, pattern);
  return pattern;
}
