import { diffArrays } from "diff";

/** A name of the old text and what stands in its place in the new one. */
export interface ChangedPlace {
  readonly from: string;
  readonly to: string;
  /** What `from` is accessed on: `Client` of `Client.open`. */
  readonly qualifier: string | undefined;
  /** The words around, so that copies of a place can be told from another place. */
  readonly context: string;
  /** 1-based, in the new text. */
  readonly line: number;
}

interface Token {
  readonly text: string;
  readonly line: number;
  /** In a comment or in running text, where a plain word is seldom a name. */
  readonly prose: boolean;
}

/** Longer lines are generated, or data. */
const MAX_LINE = 500;
/** Texts that differ in more lines than this are not the same text any more; a bound on the work, too. */
const MAX_CHANGED_LINES = 4000;
const MAX_CHANGED_TOKENS = 600;
/** Lines with fewer words in common than this are two lines and not one that was edited. */
const MIN_SHARED = 0.35;

/**
 * Aligns two texts by lines and the lines that differ by words (Myers 1986), and returns the names at whose place another name stands
 * now. What was only removed or only added is no changed place.
 */
export function changedPlaces(before: string, after: string, markdown: boolean): ChangedPlace[] {
  const old = before.split("\n").map((line) => line.trim());
  const now = after.split("\n").map((line) => line.trim());
  const changes = diffArrays(old, now, { maxEditLength: MAX_CHANGED_LINES });
  if (changes === undefined) return [];
  const oldTokens = tokenLines(old, markdown);
  const nowTokens = tokenLines(now, markdown);
  const places: ChangedPlace[] = [];
  let i = 0;
  let j = 0;
  for (const [at, { count, added, removed }] of changes.entries()) {
    const next = changes[at + 1];
    if (removed && next?.added === true) {
      places.push(...hunkPlaces(oldTokens.slice(i, i + count), nowTokens.slice(j, j + next.count)));
    }
    if (!added) i += count;
    if (!removed) j += count;
  }
  return places;
}

/** As many lines as before are the same lines; other hunks are compared as a whole. */
function hunkPlaces(old: readonly Token[][], now: readonly Token[][]): ChangedPlace[] {
  if (old.length === now.length) return old.flatMap((line, k) => tokenPlaces(line, now[k] ?? []));
  return tokenPlaces(old.flat(), now.flat());
}

function tokenPlaces(old: readonly Token[], now: readonly Token[]): ChangedPlace[] {
  const changes = diffArrays(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
    { maxEditLength: MAX_CHANGED_TOKENS },
  );
  if (changes === undefined) return [];
  const shared = changes.reduce((sum, { count, added, removed }) => sum + (added || removed ? 0 : count), 0);
  if (shared < MIN_SHARED * Math.min(old.length, now.length)) return [];
  const places: ChangedPlace[] = [];
  let i = 0;
  let j = 0;
  for (const [at, { count, added, removed }] of changes.entries()) {
    const next = changes[at + 1];
    if (removed && next?.added === true) {
      for (const [k, l] of pairedPositions(old.slice(i, i + count), now.slice(j, j + next.count))) {
        const place = placeAt(old, i + k, now[j + l]);
        if (place !== undefined) places.push(place);
      }
    }
    if (!added) i += count;
    if (!removed) j += count;
  }
  return places;
}

/** Runs of one length are paired word by word, of others the names before what follows both: `a.b.old` and `fresh` before `(`. */
function pairedPositions(old: readonly Token[], now: readonly Token[]): [number, number][] {
  if (old.length === now.length) return old.map((_token, k) => [k, k]);
  return [[old.length - 1, now.length - 1]];
}

function placeAt(old: readonly Token[], at: number, now: Token | undefined): ChangedPlace | undefined {
  const token = old[at];
  if (token === undefined || now === undefined || !isName(old, at) || !NAME.test(now.text)) return undefined;
  const around = (offset: number) => old[at + offset]?.text ?? "";
  const accessed = around(-1) === "." && NAME.test(around(-2));
  return {
    from: token.text,
    to: now.text,
    qualifier: accessed ? around(-2) : undefined,
    context: [around(-2), around(-1), around(1), around(2)].join(" "),
    line: now.line,
  };
}

const NAME = /^[A-Za-z_$][\w$]*$/;

function isName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || !NAME.test(token.text)) return false;
  if (!token.prose || /[a-z\d][A-Z]|[_$\d]/.test(token.text)) return true;
  const before = tokens[at - 1]?.text;
  const after = tokens[at + 1]?.text;
  return before === "." || before === "`" || after === "`" || after === "(";
}

function tokenLines(lines: readonly string[], markdown: boolean): Token[][] {
  let fenced = false;
  return lines.map((line, i) => {
    if (markdown && /^(?:```|~~~)/.test(line)) fenced = !fenced;
    if (line.length > MAX_LINE) return [];
    const prose = markdown ? !fenced : /^(?:\*|\/\/|\/\*)/.test(line);
    return (line.match(/[A-Za-z_$][\w$]*|\d+|[^\s\w$]/g) ?? []).map((text) => ({ text, line: i + 1, prose }));
  });
}
