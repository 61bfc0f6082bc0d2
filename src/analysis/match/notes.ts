/**
 * Names that a deprecation note gives as the replacement, best first. Notes are prose: `Use {@link Foo.bar} instead`, "renamed to
 * `baz`", "use qux() instead", "in favour of Quux".
 */
export function replacementsIn(note: string): string[] {
  const found: string[] = [];
  for (const pattern of PATTERNS) {
    for (const match of note.matchAll(pattern)) {
      const name = clean(match[1] ?? "");
      if (name !== "" && !STOP_WORDS.has(name.toLowerCase()) && !found.includes(name)) found.push(name);
    }
  }
  return found;
}

const NAME = "[A-Za-z_$][\\w$]*(?:(?:\\.|#|::)[A-Za-z_$][\\w$]*)*";
const CUE =
  "(?:use|using|prefer|renamed to|renamed as|replaced by|replaced with|moved to|see|superseded by|favou?r of|instead)";
const PATTERNS = [
  new RegExp(`\\b${CUE}\\b[^.;]{0,40}?\\{@link(?:code|plain)?\\s+(${NAME})`, "gi"),
  new RegExp(`\\b${CUE}\\b[^.;]{0,40}?\`(?:new\\s+)?(?:<)?(${NAME})`, "gi"),
  new RegExp(`\\{@link(?:code|plain)?\\s+(${NAME})`, "gi"),
  new RegExp(`\\b${CUE}\\s+(?:the\\s+)?(?:new\\s+)?(${NAME})(?:\\(|\\s+instead|\\s*$|[.,;)])`, "gi"),
  new RegExp(`\`(?:new\\s+)?(${NAME})[^\`]*\``, "g"),
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
