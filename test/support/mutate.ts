import { ts } from "ts-morph";
import { parsedFile } from "../../src/languages/typescript/mount/nesting.js";

/** Numbers from 0 to below 1 that a seed decides (mulberry32, by Tommy Ettinger). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Source {
  readonly path: string;
  readonly text: string;
}

interface Chance {
  below(limit: number): number;
  of<Item>(items: readonly Item[]): Item | undefined;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

type Mutation = (source: Source, chance: Chance, others: readonly Source[]) => string;

/** A source as somebody may have left it: most parse still, some do not, and a few are no text at all. */
export function mutated(source: Source, others: readonly Source[], random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const chance: Chance = { below, of: (items) => items[below(items.length)] };
  let text = source.text;
  for (let count = 1 + below(4); count > 0; count -= 1) {
    const mutation = chance.of(below(3) === 0 ? BREAKING : KEEPING);
    if (mutation !== undefined) text = mutation({ ...source, text }, chance, others);
  }
  const bytes = Buffer.from(below(20) === 0 ? `\uFEFF${text}` : text);
  if (below(50) === 0) bytes[below(bytes.length)] = 0xff;
  return bytes;
}

/** Mutations after which a source usually parses still. */
const KEEPING: readonly Mutation[] = [
  (source, chance) =>
    between(source, chance, chance.of([" /* a, b */ ", "\n", "\t", "\u2028", " // c\n", "\u00a0"]) ?? ""),
  ({ text }) => text.replaceAll(/\r?\n/g, "\r\n"),
  ({ text }) => text.replaceAll(/\r?\n/g, "\r"),
  ({ text }, chance) => `${text}\nexport const long${chance.below(1e6)} = "${"x".repeat(1 + chance.below(50_000))}";\n`,
  ({ text }, chance) => {
    const depth = 1 + chance.below(60);
    return `${text}\nvoid ${"[(".repeat(depth)}1${")]".repeat(depth)};\n`;
  },
  ({ text }, chance) => `${text}\nvoid ${"1 + ".repeat(chance.below(3000))}1;\n`,
  ({ text }, chance) => `${text}\nvoid one${".two()".repeat(chance.below(1500))};\n`,
  (source, chance) => renamed(source, chance),
  (source, chance) => {
    const [one, two] = [chance.of(statements(source)), chance.of(statements(source))];
    if (one === undefined || two === undefined) return source.text;
    return insert(source.text, two.start, `${source.text.slice(one.start, one.end)}\n`);
  },
  (source, chance, others) => {
    const other = chance.of(others);
    const statement = other === undefined ? undefined : chance.of(statements(other));
    const at = chance.of(statements(source))?.start ?? 0;
    if (other === undefined || statement === undefined) return source.text;
    return insert(source.text, at, `${other.text.slice(statement.start, statement.end)}\n`);
  },
  (source, chance) => without(source.text, chance.of(statements(source))),
  (source, chance) => {
    const statement = chance.of(statements(source));
    if (statement === undefined) return source.text;
    return replace(source.text, statement, `{ ${source.text.slice(statement.start, statement.end)}\n}`);
  },
];

/** Mutations after which a source usually does not. */
const BREAKING: readonly Mutation[] = [
  (source, chance) => without(source.text, chance.of(tokens(source))),
  (source, chance) => {
    const all = tokens(source);
    const at = chance.below(all.length);
    const [one, two] = [all[at], all[at + 1]];
    if (one === undefined || two === undefined) return source.text;
    const { text } = source;
    const [first, gap, second] = [
      text.slice(one.start, one.end),
      text.slice(one.end, two.start),
      text.slice(two.start, two.end),
    ];
    return replace(text, { start: one.start, end: two.end }, second + gap + first);
  },
  (source, chance, others) => {
    const other = chance.of(others) ?? source;
    const token = chance.of(tokens(other));
    return between(source, chance, token === undefined ? "" : ` ${other.text.slice(token.start, token.end)} `);
  },
  ({ text }, chance) => text.slice(0, chance.below(text.length)),
  ({ text }, chance) =>
    insert(text, chance.below(text.length), chance.of(["\0", "`", "{", "</", "/*", "\\u", "😀"]) ?? ""),
  ({ text }, chance) => {
    const depth = 1 + chance.below(3000);
    return `${text}\nvoid ${"(".repeat(depth)}1${")".repeat(chance.below(depth))};\n`;
  },
];

function tokens({ path, text }: Source): Span[] {
  const variant = path.endsWith("x") ? ts.LanguageVariant.JSX : ts.LanguageVariant.Standard;
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, variant, text);
  const found: Span[] = [];
  while (scanner.scan() !== ts.SyntaxKind.EndOfFileToken) {
    found.push({ start: scanner.getTokenStart(), end: scanner.getTokenEnd() });
  }
  return found;
}

function statements({ path, text }: Source): Span[] {
  const file = parsedFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.map((each) => ({ start: each.getStart(file), end: each.end }));
}

/** One word becomes another one of the file, at one place or wherever it is written. */
function renamed(source: Source, chance: Chance): string {
  const { text } = source;
  const words = tokens(source).filter(({ start, end }) => /^[A-Za-z_$][\w$]*$/.test(text.slice(start, end)));
  const [one, two] = [chance.of(words), chance.of(words)];
  if (one === undefined || two === undefined) return text;
  const [from, to] = [text.slice(one.start, one.end), text.slice(two.start, two.end)];
  return chance.below(2) === 0
    ? replace(text, one, to)
    : text.replaceAll(new RegExp(`\\b${from.replaceAll("$", "\\$")}\\b`, "g"), () => to);
}

function between(source: Source, chance: Chance, text: string): string {
  return insert(source.text, chance.of(tokens(source))?.start ?? 0, text);
}

function insert(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

function replace(text: string, { start, end }: Span, replacement: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function without(text: string, span: Span | undefined): string {
  return span === undefined ? text : replace(text, span, "");
}
