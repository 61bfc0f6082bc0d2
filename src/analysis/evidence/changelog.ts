import semver from "semver";
import type { CoreVersion } from "../open-core.js";
import { changedPlaces } from "./changed-places.js";
import { mergePairs, type NamePair } from "./pair-table.js";
import { pairedNames, spokenName, type PairedNames } from "./paired-names.js";

const GUIDE =
  /(?:^|\/)(?:change-?log|changes|history|news|releases?(?:-notes)?|[^/]*(?:migrat|upgrad|breaking)[^/]*)(?:\.[a-z]+)?$|(?:^|\/)(?:migrat|upgrad|change-?log|releases?)[^/]*\/[^/]+\.(?:mdx?|rst)$/i;
const NO_PROSE = /\.(?:[cm]?[jt]sx?|json|map|html|css|ya?ml|lock|sh|py)$|(?:^|\/)node_modules\//;
const HEADING = /^(?:#{1,6}\s|<a name=|\d[\w.-]*\s*(?:\(|\/|$)|v\d)/i;
const VERSION = /(?<![\w.])v?(\d+\.\d+\.\d+(?:-[\w.]+)?|\d+\.\d+|\d+\.x)(?![\w.])/;
const TABLE = 0.8;
const EDIT = 0.7;

/**
 * Pairs of names in the lists of changes and migration guides of the new version: sentences, table rows, and code that is shown as an
 * edit. Sections under a heading with a version count only where that lies after `fromVersion` and not after `toVersion`.
 */
export function changelogPairs(to: CoreVersion, fromVersion: string, toVersion: string): NamePair[] {
  const pairs = to.tree.paths.flatMap((path): NamePair[] => {
    const text = GUIDE.test(path) && !NO_PROSE.test(path) ? to.tree.text(path) : undefined;
    if (text === undefined) return [];
    return currentLines(text, fromVersion, toVersion).flatMap(({ line, number }) =>
      (line.startsWith("```") ? editedNames(line) : lineNames(line)).map((pair) => ({
        ...pair,
        places: [`${path}:${number}`],
      })),
    );
  });
  return mergePairs(pairs);
}

interface NumberedLine {
  /** A line of prose, or a whole fenced block. */
  readonly line: string;
  /** 1-based. */
  readonly number: number;
}

function currentLines(text: string, fromVersion: string, toVersion: string): NumberedLine[] {
  const lines: NumberedLine[] = [];
  let current = true;
  let fence: { start: number; lines: string[] } | undefined;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      if (fence === undefined) fence = { start: i + 1, lines: [] };
      else {
        if (current) lines.push({ line: `\`\`\`\n${fence.lines.join("\n")}`, number: fence.start });
        fence = undefined;
      }
    } else if (fence !== undefined) fence.lines.push(line);
    else {
      const version = HEADING.test(line) ? VERSION.exec(line)?.[1] : undefined;
      if (version !== undefined) current = isBetween(version, fromVersion, toVersion);
      if (current && line.trim() !== "") lines.push({ line, number: i + 1 });
    }
  }
  return lines;
}

/** A heading that names a version vaguely, or no version that can be compared, keeps its section. */
function isBetween(version: string, from: string, to: string): boolean {
  const exact = semver.valid(version);
  const range = exact ?? semver.coerce(version)?.version;
  if (range === undefined || semver.valid(from) === null || semver.valid(to) === null) return true;
  const floor = exact === null ? `${semver.major(from)}.${semver.minor(from)}.0` : from;
  return (exact === null ? semver.gte(range, floor) : semver.gt(range, floor)) && semver.lte(range, to);
}

function lineNames(line: string): PairedNames[] {
  const row = /^\s*\|(.+)\|\s*$/
    .exec(line)?.[1]
    ?.split("|")
    .map((cell) => cell.trim());
  if (row === undefined) return pairedNames(line);
  const [first, second] = row.map((cell) => /^`([^`]+)`$/.exec(cell)?.[1]);
  const inside = row.flatMap((cell) => pairedNames(cell));
  if (first === undefined || second === undefined) return inside;
  const [from, to] = [spokenName(first), spokenName(second)];
  return from === "" || to === "" || from === to ? inside : [{ from, to, strength: TABLE }, ...inside];
}

/** `- old` above `+ fresh`, and `// Before` above `// After`. */
function editedNames(block: string): PairedNames[] {
  const lines = block.split("\n").slice(1);
  const removed = lines.filter((line) => line.startsWith("-")).map((line) => line.slice(1));
  const added = lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1));
  const places = changedPlaces(removed.join("\n"), added.join("\n"), { markdown: false });
  return places.map(({ from, to }) => ({ from, to, strength: EDIT }));
}
