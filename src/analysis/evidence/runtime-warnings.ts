import type { PublicSymbol } from "../../domain/symbol.js";
import { replacementsIn } from "../match/notes.js";
import { dotted } from "../match/symbol-index.js";
import type { CoreVersion } from "../open-core.js";
import { mergePairs, type NamePair } from "./pair-table.js";
import { pairedNames, spokenName } from "./paired-names.js";

const FIRST = 0.9;
const LATER = 0.3;
/** Larger files are bundles of others. */
const MAX_FILE = 256 * 1024;
/** Told of a whole file in less time than where in it. */
const WARNS = /deprecat/i;
/** A statement that begins its line, outside of any declaration: `deprecate(…)`, `A.prototype.old = deprecate(…)`. */
const WARNS_OUTSIDE = /^[A-Za-z_$][\w$.]*(?:\s*=\s*[\w$.]*|\s*\(.*|\w*)deprecat/im;
/** "The `sort` option is deprecated": the name that the message is about, whoever gives it. */
const SUBJECT = /^[^`]*`([^`]+)`[^`.]{0,40}\b(?:deprecated|renamed|removed|replaced|obsolete|no longer)\b/i;

/**
 * Pairs that a version's code asserts when it runs. A message that relates two names is about those; another one is about the
 * declaration that gives it, a constructor's about its class.
 */
export function runtimeWarnings(version: CoreVersion): NamePair[] {
  const own = version.surface.symbols.flatMap((symbol) =>
    (symbol.declaration.warnings ?? []).flatMap((message) => pairsOf(message, symbol)),
  );
  const loose = version.tree.paths.flatMap((path) => {
    const text = version.tree.text(path) ?? "";
    if (text.length > MAX_FILE || !WARNS.test(text) || !WARNS_OUTSIDE.test(text)) return [];
    return (version.core.facts(path)?.warnings ?? []).flatMap((message) => related(message, path));
  });
  return mergePairs([...own, ...loose]);
}

function pairsOf(message: string, symbol: PublicSymbol): NamePair[] {
  const place = `${symbol.path}:${symbol.declaration.line}`;
  const pairs = related(message, place);
  if (pairs.length > 0) return pairs;
  const quoted = quotedAsCode(message);
  const subject = SUBJECT.exec(quoted);
  const enclosing = symbol.name === "constructor" ? symbol.container : dotted(symbol);
  const from = subject === null ? enclosing : spokenName(subject[1] ?? "");
  return replacementsIn(quoted.slice(subject?.[0].length ?? 0))
    .filter((name) => name !== symbol.name && name !== from)
    .map((to, i) => ({ from, to, strength: i === 0 ? FIRST : LATER, places: [place] }));
}

function related(message: string, place: string): NamePair[] {
  return pairedNames(quotedAsCode(message)).map((pair) => ({ ...pair, places: [place] }));
}

/** Messages quote names like words, or begin with them. */
function quotedAsCode(message: string): string {
  return message
    .replace(/(["'])([A-Za-z_$][\w$.#]*(?:\(\))?)\1/g, "`$2`")
    .replace(
      /^(?!deprecat|warning|error|note)([A-Za-z_$][\w$.#]*)(?:\(\))?(?=:|\s+(?:is|was|are|has been|have been)\s)/i,
      "`$1`",
    );
}
