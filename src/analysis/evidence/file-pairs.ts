import type { LoadedTree } from "../load.js";

/** A text of the old version and the same text in the new one, edited, perhaps moved. */
export interface FilePair {
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly after: string;
  /** Tests, examples and documents show how the API is used from outside; other sources are the core itself. */
  readonly kind: "usage" | "internal";
}

const MAX_FILE = 1024 * 1024;
/** Of all the pairs together, in characters of the old text. Tests, examples and documents come first. */
const MAX_TOTAL = 24 * 1024 * 1024;
/** Share of the sampled lines that a moved file still has. */
const MIN_SHARED_LINES = 0.3;
const SAMPLED_LINES = 40;
/** A line that more files share tells none of them. */
const COMMON_LINE = 20;

const TEXTS = /\.(?:[cm]?[jt]s|[jt]sx|mdx?|rst|vue|svelte)$/;
const MINIFIED = /\.min\.|(?:^|\/)node_modules\//;
/** Lists of changes grow at the top and are read by themselves. */
const LISTS = /(?:^|\/)(?:changelog|changes|history|releases?|news)\b[^/]*$/i;
const USAGE =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|examples?|demos?|samples?|docs?|website|stories|guides?|benchmarks?|playgrounds?)\/|[._-](?:test|spec|stories|test-d)\.[a-z]+$|(?:^|\/)test\.[a-z]+$|\.(?:mdx?|rst)$/i;

/** The texts that changed between two versions and mentioned one of `names`, in a fixed order and within fixed bounds. */
export function changedFilePairs(from: LoadedTree, to: LoadedTree, names: ReadonlySet<string>): FilePair[] {
  const changed = from.paths.filter((path) => isReadable(path) && to.oid(path) !== from.oid(path));
  const mentioning = changed.flatMap((path) => {
    const text = plainText(from, path);
    return text !== undefined && mentions(text, names) ? [{ path, text }] : [];
  });
  const gone = mentioning.filter(({ path }) => !to.has(path));
  const moved = gone.length === 0 ? new Map<string, string>() : movedFiles(gone, from, to);
  const pairs = mentioning.flatMap(({ path, text }): FilePair[] => {
    const target = to.has(path) ? path : moved.get(path);
    const after = target === undefined ? undefined : plainText(to, target);
    if (target === undefined || after === undefined) return [];
    return [{ from: path, to: target, before: text, after, kind: USAGE.test(path) ? "usage" : "internal" }];
  });
  return withinBounds([
    ...pairs.filter(({ kind }) => kind === "usage"),
    ...pairs.filter(({ kind }) => kind !== "usage"),
  ]);
}

function withinBounds(pairs: readonly FilePair[]): FilePair[] {
  let total = 0;
  return pairs.filter(({ before }) => (total += before.length) <= MAX_TOTAL);
}

function isReadable(path: string): boolean {
  return TEXTS.test(path) && !MINIFIED.test(path) && !LISTS.test(path);
}

/** undefined for what is too large, or has lines that nobody wrote. */
function plainText(tree: LoadedTree, path: string): string | undefined {
  const text = tree.text(path);
  if (text === undefined || text.length > MAX_FILE) return undefined;
  return isMinified(text) ? undefined : text;
}

function isMinified(text: string): boolean {
  let lines = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return text.length > 2000 && text.length / lines > 200;
}

function mentions(text: string, names: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/[A-Za-z_$][\w$]*/g)) if (names.has(word)) return true;
  return false;
}

/** Files that lie elsewhere now: the new file with the most of the old one's lines, no two with the same. */
function movedFiles(
  gone: readonly { readonly path: string; readonly text: string }[],
  from: LoadedTree,
  to: LoadedTree,
): Map<string, string> {
  const byLine = new Map<string, string[]>();
  for (const path of to.paths) {
    if (!isReadable(path) || from.has(path)) continue;
    for (const line of sampledLines(plainText(to, path) ?? "")) {
      const paths = byLine.get(line);
      if (paths === undefined) byLine.set(line, [path]);
      else paths.push(path);
    }
  }
  const scored = gone.flatMap(({ path, text }) => {
    const lines = sampledLines(text);
    const shared = new Map<string, number>();
    for (const line of lines) {
      const others = byLine.get(line) ?? [];
      if (others.length <= COMMON_LINE) for (const other of others) shared.set(other, (shared.get(other) ?? 0) + 1);
    }
    return [...shared].map(([other, count]) => ({
      path,
      other,
      score: count / lines.length + Number(baseName(path) === baseName(other)) / 2,
    }));
  });
  const moved = new Map<string, string>();
  const taken = new Set<string>();
  for (const { path, other, score } of scored.sort((a, b) => b.score - a.score)) {
    if (score < MIN_SHARED_LINES || moved.has(path) || taken.has(other)) continue;
    moved.set(path, other);
    taken.add(other);
  }
  return moved;
}

/** Distinct lines that say something; of many, the shortest in code-unit order, so that both versions choose alike. */
function sampledLines(text: string): string[] {
  const lines = new Set(text.split("\n").map((line) => line.trim()));
  return [...lines]
    .filter((line) => line.length >= 12)
    .sort()
    .slice(0, SAMPLED_LINES);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
