import { distance } from "fastest-levenshtein";

/** Words of names already split, so that a name that is compared a thousand times is split once. */
const split = new Map<string, readonly string[]>();
const MAX_SPLIT = 200_000;

/** `addISOWeekYears`, `add_iso_week_years` and `ADD_ISO_WEEK_YEARS` are all `add iso week years`. */
export function nameTokens(name: string): readonly string[] {
  let tokens = split.get(name);
  if (tokens === undefined) {
    if (split.size >= MAX_SPLIT) split.clear();
    split.set(name, (tokens = splitName(name)));
  }
  return tokens;
}

function splitName(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .replace(/([a-zA-Z])(\d)/g, "$1 $2")
    .split(/[^A-Za-z\d]+/)
    .filter((token) => token !== "")
    .map((token) => token.toLowerCase());
}

/** The words of a name in one spelling: equal for names that differ in style alone. */
export function wordsOf(name: string): string {
  return nameTokens(name).join("");
}

/** Names of the same words in another spelling style; exactly the same letters are still a little nearer. */
const OTHER_STYLE = 0.98;

/** The better of edit similarity (Levenshtein) and shared words (Dice), in [0, 1]. */
export function nameSimilarity(a: string, b: string): number {
  const left = nameTokens(a);
  const right = nameTokens(b);
  const x = left.join("");
  const y = right.join("");
  if (x === y) return a.toLowerCase() === b.toLowerCase() ? 1 : OTHER_STYLE;
  const edit = 1 - distance(x, y) / Math.max(x.length, y.length, 1);
  return Math.max(edit, dice(left.map(stem), right.map(stem)));
}

/**
 * The systematic part of a rename, or undefined where the names share nothing: what is left of each after the common words at the
 * beginning and at the end, or after those that have changed ends, and whether the spelling style changed. Renames of one release often
 * share it.
 */
export function nameChange(from: string, to: string): string | undefined {
  const left = nameTokens(from);
  const right = nameTokens(to);
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start++;
  let end = 0;
  while (end < left.length - start && end < right.length - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  if (start + end === 0) return changeOfEnds(from, to);
  const side = start > 0 && end > 0 ? "inside" : start > 0 ? "end" : "start";
  const removed = left.slice(start, left.length - end).join(" ");
  const added = right.slice(start, right.length - end).join(" ");
  if (removed === "" && added === "") return from === to ? undefined : `style ${styleOf(from)} ${styleOf(to)}`;
  return `${side} ${removed} -> ${added}`;
}

/** The words of `old name` → `name new`, or `name old` → `new name`, that are not common: taken from one end, put at the other. */
export function changeOfEnds(from: string, to: string): string | undefined {
  const [left, right] = [nameTokens(from), nameTokens(to)];
  for (let shared = Math.min(left.length, right.length) - 1; shared > 0; shared--) {
    if (endsAsBegins(left, right, shared)) {
      return `around ${left.slice(0, -shared).join(" ")} -> ${right.slice(shared).join(" ")}`;
    }
    if (endsAsBegins(right, left, shared)) {
      return `around ${left.slice(shared).join(" ")} -> ${right.slice(0, -shared).join(" ")} before`;
    }
  }
  return undefined;
}

function endsAsBegins(a: readonly string[], b: readonly string[], count: number): boolean {
  return a.slice(-count).every((word, i) => word === b[i]);
}

/** How much a number of renames of the same systematic kind says: one is no pattern, sixteen are as good as any number. */
export function patternStrength(count: number): number {
  return count < 2 ? 0 : Math.min(1, Math.log2(count) / 4);
}

function styleOf(name: string): string {
  if (/^[A-Z\d_]+$/.test(name)) return "SCREAMING";
  if (name.includes("_")) return "snake";
  return /^[A-Z]/.test(name) ? "Pascal" : "camel";
}

function stem(token: string): string {
  return token.length > 3 ? token.replace(/(?:ies|es|s|ed|ing)$/, "") : token;
}

function dice(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const rest = [...b];
  let shared = 0;
  for (const token of a) {
    const at = rest.indexOf(token);
    if (at === -1) continue;
    shared++;
    rest.splice(at, 1);
  }
  return (2 * shared) / (a.length + b.length);
}
