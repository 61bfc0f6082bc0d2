const TOKEN = /(["'`])(?:\\.|(?!\1)[^\\])*\1|=>|\.\.\.|[\w$#\u0080-\uffff]+|\S/g;
const OPENERS = new Set(["(", "[", "{", "<"]);
const CLOSERS = new Set([")", "]", "}", ">"]);
/** Words after which a bracket does not belong to the word. */
const OPERATORS = new Set(["new", "typeof", "keyof", "readonly", "extends", "infer", "is", "asserts", "in", "as"]);
const SPACED = new Set(["=>", "|", "&", "="]);

/** The questions of conditional types are told from those of optional things by the `extends` before them, bracket by bracket. */
interface Bracket {
  readonly opener: string;
  unanswered: number;
  open: number;
}

/** A type's text in one layout: equal types give equal texts, however their sources are wrapped, spaced, quoted and separated. */
export function tidyType(text: string): string {
  const tokens = text.match(TOKEN) ?? [];
  const brackets: Bracket[] = [{ opener: "", unanswered: 0, open: 0 }];
  let result = "";
  let previous = "";
  for (const [i, raw] of tokens.entries()) {
    const next = tokens[i + 1] ?? "";
    const bracket = brackets.at(-1);
    if (bracket === undefined || isRedundant(raw, previous, next)) continue;
    const token = raw === "," && bracket.opener === "{" ? ";" : doubleQuoted(raw);
    const inner = conditional(token, bracket);
    result += (isSpaced(previous, token, inner) ? " " : "") + token;
    previous = inner && token === "?" ? "=" : token;
    if (OPENERS.has(token)) brackets.push({ opener: token, unanswered: 0, open: 0 });
    else if (CLOSERS.has(token) && brackets.length > 1) brackets.pop();
  }
  return result;
}

/** The last separator of a list, and the first bar of a union. */
function isRedundant(token: string, previous: string, next: string): boolean {
  if (token === "," || token === ";") return next === "" || CLOSERS.has(next);
  if (token !== "|" && token !== "&") return false;
  return (
    previous === "" || OPENERS.has(previous) || SPACED.has(previous) || [",", ";", ":", "extends"].includes(previous)
  );
}

function conditional(token: string, bracket: Bracket): boolean {
  if (token === "extends") bracket.unanswered++;
  if (token === "?" && bracket.unanswered > 0) {
    bracket.unanswered--;
    bracket.open++;
    return true;
  }
  if (token !== ":" || bracket.open === 0) return false;
  bracket.open--;
  return true;
}

function isSpaced(previous: string, token: string, inConditional: boolean): boolean {
  if (previous === "" || previous === "." || previous === "...") return false;
  if (previous === "{" || token === "}") return previous !== "{" || token !== "}";
  if (OPENERS.has(previous) || [",", ";", ")", "]", ">", "."].includes(token)) return false;
  if (token === ":" || token === "?") return inConditional;
  if (SPACED.has(previous) || SPACED.has(token) || [",", ";", ":"].includes(previous) || token === "{") return true;
  if (["(", "[", "<"].includes(token)) return OPERATORS.has(previous);
  return ![previous, token].some((sign) => sign === "-" || sign === "+") && previous !== "?";
}

function doubleQuoted(token: string): string {
  return /^'[^"\\]*'$/.test(token) ? `"${token.slice(1, -1)}"` : token;
}
