import { LIB_FOLDER, readLibFile } from "./lib-files.js";

const DECLARATION = /(?:^|[;}])(?:declare var|interface|type) ([A-Z]\w*)/gm;

let declared: ReadonlySet<string> | undefined;

/**
 * Whether a source may speak of a type that only browsers have. Their declarations are larger than most cores, and need not be read for
 * one that does not.
 */
export function namesBrowserType(text: string): boolean {
  declared ??= new Set([...(readLibFile(`${LIB_FOLDER}/lib.dom.d.ts`) ?? "").matchAll(DECLARATION)].map(nameOf));
  for (const name of text.match(/\b[A-Z]\w*/g) ?? []) if (declared.has(name)) return true;
  return false;
}

function nameOf([, name = ""]: RegExpMatchArray): string {
  return name;
}

/** A library of the language with the same version and nothing of browsers: `lib.es2025.full.d.ts` is `lib.es2025.d.ts` with theirs. */
export function withoutBrowser(library: string): string {
  return library.replace(".full.", ".");
}
