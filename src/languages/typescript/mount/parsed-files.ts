import type { ts } from "ts-morph";

/**
 * Parsed files by options, path and text, shared by programs that see the same dependent, those wanted last at the end. Of a path
 * the last two are kept.
 */
export type ParsedFiles = Map<string, readonly ParsedFile[]>;

interface ParsedFile {
  readonly path: string;
  readonly text: string;
  /** What was parsed: the text, or its signatures. */
  readonly seen: string;
  /** Undefined where it was forgotten. */
  readonly file: ts.SourceFile | undefined;
}

/** Characters of files that are kept for those who import them: parsed and bound, each takes about 40 bytes. */
const MOST_KEPT = 2_000_000;

/** Finds a file by its key and text. What is new is parsed: all of it, or what `seenOf` leaves of it. */
export function keptFile(
  parsed: ParsedFiles,
  key: string,
  { path, text }: Pick<ParsedFile, "path" | "text">,
  seenOf: () => string,
  parse: (seen: string) => ts.SourceFile,
): ts.SourceFile {
  const known = parsed.get(key) ?? [];
  const same = known.find((each) => each.text === text);
  parsed.delete(key);
  if (same?.file !== undefined) {
    parsed.set(key, known);
    return same.file;
  }
  const seen = same?.seen ?? seenOf();
  const file = parse(seen);
  parsed.set(key, [{ path, text, seen, file }, ...known.filter((each) => each !== same).slice(0, 1)]);
  return file;
}

/** Lets go of files that were looked at, and of others of the dependent, those that were wanted last excepted. */
export function forgetFiles(parsed: ParsedFiles, paths: readonly string[], isOwn: (path: string) => boolean): void {
  const gone = new Set(paths);
  let kept = 0;
  for (const [key, files] of [...parsed].reverse()) {
    if (files.every((each) => each.seen === each.text && gone.has(each.path))) {
      parsed.delete(key);
      continue;
    }
    if (!files.every(({ path }) => isOwn(path))) continue;
    for (const { seen, file } of files) if (file !== undefined) kept += seen.length;
    if (kept > MOST_KEPT) parsed.set(key, files.map(withoutTree));
  }
}

function withoutTree(known: ParsedFile): ParsedFile {
  return { ...known, file: undefined };
}
