import { posix } from "node:path";

const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(["'])([^"'\n]*)\1/g;

/**
 * The files among `given`, and all that import one of them at first or second hand. Specifiers are compared by their last part,
 * wherever they lead: one file too many costs time, and no more.
 */
export function withImporters(given: ReadonlySet<string>, texts: Iterable<readonly [string, string]>): Set<string> {
  const importers = new Map<string, string[]>();
  for (const [path, text] of texts) {
    for (const name of new Set([...text.matchAll(SPECIFIER)].map(([, , specifier = ""]) => lastPart(specifier)))) {
      const known = importers.get(name);
      if (known === undefined) importers.set(name, [path]);
      else known.push(path);
    }
  }
  const found = new Set(given);
  for (const path of found) {
    for (const name of namesOf(path)) for (const importer of importers.get(name) ?? []) found.add(importer);
  }
  return found;
}

const EXTENSION = /(\.d)?\.[cm]?[jt]sx?$/;

/** `.` and `..` lead to an index file. */
function lastPart(specifier: string): string {
  const part = posix.basename(specifier).replace(EXTENSION, "");
  return /^\.*$/.test(part) ? "index" : part;
}

function namesOf(path: string): string[] {
  const name = lastPart(path);
  return name === "index" ? [name, posix.basename(posix.dirname(path))] : [name];
}
