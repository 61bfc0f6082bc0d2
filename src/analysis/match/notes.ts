/**
 * Names that a deprecation note gives as the replacement, best first. Notes are prose: `Use {@link Foo.bar} instead`, "renamed to
 * `baz`", "use qux() instead", "in favour of Quux".
 */
export function replacementsIn(note: string): string[] {
  if (note === "") return [];
  const found: string[] = [];
  for (const { pattern, codeOnly } of PATTERNS) {
    for (const match of note.matchAll(pattern)) {
      const name = clean(match[1] ?? "");
      if (codeOnly === true && !/[.$_]|[a-z\d][A-Z]/.test(name)) continue;
      if (name !== "" && !STOP_WORDS.has(name.toLowerCase()) && !found.includes(name)) found.push(name);
    }
  }
  return found;
}

const NAME = "[A-Za-z_$][\\w$]*(?:(?:\\.|#|::)[A-Za-z_$][\\w$]*)*";
const CUE =
  "(?:use|using|prefer|call|try|renamed (?:to|as)|replaced? (?:it )?(?:by|with)|moved? to|switch to|migrate to|changed to|now called|see|superseded by|favou?r of|instead)";
const NOUN =
  "(?:enum|class|interface|type|function|method|property|option|hook|component|decorator|helper|module|namespace)";
const ARTICLE = "(?:(?:the|a|an)\\s+)?(?:new\\s+)?";
const BETWEEN = "(?:(?! of\\b)[^.;]){0,40}?";
/** Best first. Where `codeOnly`, a name counts that cannot be an English word. */
const PATTERNS: readonly { readonly pattern: RegExp; readonly codeOnly?: boolean }[] = [
  { pattern: new RegExp(`\\b${CUE}\\b${BETWEEN}\\{@link(?:code|plain)?\\s+(${NAME})`, "gi") },
  { pattern: new RegExp(`\\b${CUE}\\b${BETWEEN}\`(?:new\\s+|[<.#@])?(${NAME})`, "gi") },
  { pattern: new RegExp(`\\{@link(?:code|plain)?\\s+(${NAME})`, "gi") },
  {
    pattern: new RegExp(
      `\\b${CUE}\\s+${ARTICLE}(${NAME})(?:\\(|(?:\\s+${NOUN})?\\s+(?:instead|from)\\b|\\s*$|[.,;)])`,
      "gi",
    ),
  },
  { pattern: new RegExp(`\\b${CUE}\\s+${ARTICLE}(${NAME})`, "gi"), codeOnly: true },
  { pattern: new RegExp(`\\bor\\s+(${NAME})(?:\\([^)]*\\))?\\s+instead\\b`, "gi"), codeOnly: true },
  // A quoted name anywhere else, unless it is what the sentence is about.
  {
    pattern: new RegExp(
      `(?<!instead of )\`(?:new\\s+)?(${NAME})[^\`]*\`(?!\\s+(?:is|are|was|were|will|has|have|can)\\b)`,
      "gi",
    ),
  },
];
const STOP_WORDS = new Set([
  "the",
  "this",
  "that",
  "it",
  "a",
  "an",
  "instead",
  "to",
  "of",
  "new",
  "other",
  "another",
  "at",
  "in",
  "your",
  "with",
  "link",
]);

function clean(name: string): string {
  return name.replace(/#|::/g, ".").replace(/\.$/, "");
}
