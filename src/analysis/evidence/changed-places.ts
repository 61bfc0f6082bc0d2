import { diffArrays } from "diff";
import { editedLines } from "./line-alignment.js";

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
  /** In a comment or in running text, where a plain word is seldom a name. */
  readonly prose: boolean;
}

/** Longer lines are generated, or data. */
const MAX_LINE = 500;

/**
 * Aligns two texts by lines and edited lines by words (Myers 1986), and returns the places where one of `names` gave way to another
 * name. What was only removed or only added is no changed place.
 */
export function changedPlaces(
  before: string,
  after: string,
  { markdown, names }: { readonly markdown: boolean; readonly names?: ReadonlySet<string> },
): ChangedPlace[] {
  const old = before.split("\n").map((line) => line.trim());
  const now = after.split("\n").map((line) => line.trim());
  const isProse = proseLines(old, markdown);
  const wanted = (line: string) =>
    line.length <= MAX_LINE && (names === undefined || (line.match(NAMES) ?? []).some((name) => names.has(name)));
  return editedLines(old, now, wanted).flatMap(([i, j]) => {
    const [line = "", target = ""] = [old[i], now[j]];
    if (!wanted(line) || target.length > MAX_LINE) return [];
    const places = tokenPlaces(tokens(line, isProse(i)), tokens(target, false));
    return places
      .filter(({ from }) => names === undefined || names.has(from))
      .map((place) => ({ ...place, line: j + 1 }));
  });
}

const NAMES = /[A-Za-z_$][\w$]*/g;
const NAME = /^[A-Za-z_$][\w$]*$/;

function tokens(line: string, prose: boolean): Token[] {
  return (line.match(/[A-Za-z_$][\w$]*|\d+|[^\s\w$]/g) ?? []).map((text) => ({ text, prose }));
}

/** Markdown outside of fenced code, and comments. */
function proseLines(lines: readonly string[], markdown: boolean): (i: number) => boolean {
  if (!markdown) return (i) => /^(?:\*|\/\/|\/\*)/.test(lines[i] ?? "");
  let fenced = false;
  const prose = lines.map((line) => {
    if (/^(?:```|~~~)/.test(line)) fenced = !fenced;
    return !fenced;
  });
  return (i) => prose[i] === true;
}

function tokenPlaces(old: readonly Token[], now: readonly Token[]): Omit<ChangedPlace, "line">[] {
  const changes = diffArrays(
    old.map(({ text }) => text),
    now.map(({ text }) => text),
  );
  const places: Omit<ChangedPlace, "line">[] = [];
  let [i, j] = [0, 0];
  for (const [at, { count, added, removed }] of changes.entries()) {
    const next = changes[at + 1];
    if (removed && next?.added === true) {
      for (const [k, l] of pairedPositions(count, next.count)) {
        const place = placeAt(old, i + k, now[j + l]?.text ?? "");
        if (place !== undefined) places.push(place);
      }
    }
    if (!added) i += count;
    if (!removed) j += count;
  }
  return places;
}

/** Runs of one length are paired word by word, of others the words before what follows both: `a.b.old` and `fresh` before `(`. */
function pairedPositions(old: number, now: number): [number, number][] {
  return old === now ? Array.from({ length: old }, (_none, k) => [k, k]) : [[old - 1, now - 1]];
}

function placeAt(old: readonly Token[], at: number, to: string): Omit<ChangedPlace, "line"> | undefined {
  const from = old[at]?.text ?? "";
  if (!isName(old, at) || !NAME.test(to) || from === to) return undefined;
  const around = (offset: number) => old[at + offset]?.text ?? "";
  const accessed = around(-1) === "." && NAME.test(around(-2));
  return {
    from,
    to,
    qualifier: accessed ? around(-2) : undefined,
    context: [around(-2), around(-1), around(1), around(2)].join(" "),
  };
}

function isName(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || !NAME.test(token.text)) return false;
  if (!token.prose || /[a-z\d][A-Z]|[_$\d]/.test(token.text)) return true;
  const before = tokens[at - 1]?.text;
  const after = tokens[at + 1]?.text;
  return before === "." || before === "`" || after === "`" || after === "(";
}
