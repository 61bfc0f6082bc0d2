import { parseErrors, parseSource } from "../parse.js";

/** Number of syntax errors in the text of a file with that name. */
export function countSyntaxErrors(path: string, text: string): number {
  return parseErrors(parseSource(path, text), Infinity).length;
}
