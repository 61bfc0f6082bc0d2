import type { Codemod, Outcome } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "move.file",
  parse: (match) => matchSchema.parse(match),
  targets: ({ from }) => [{ kind: "file", path: from }],
  rewrite: (match, use): Outcome => {
    if (use.kind !== "module") return { do: "nothing" };
    if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: true };
    return { do: "relocate", to: { module: movedPath(match, use.specifier) } };
  },
  advise: ({ from, to }) => `use the file "${to}" instead of "${from}"`,
};

/** Keeps what precedes the package's name, and leaves the extension away where the dependent does. */
function movedPath({ from, to }: Match, written: string): string {
  const at = written.indexOf(from);
  if (at !== -1) return written.slice(0, at) + to + written.slice(at + from.length);
  return to.replace(/(\.d)?\.[^./]+$/, "");
}
