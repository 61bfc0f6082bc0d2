import { flagCall } from "../calls.js";
import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "change.signature",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use) => flagCall(use, advise(match)),
  advise,
};

function advise({ callable, from, to }: Match): string {
  const name = callable.replace(/\.default$/, "");
  // What is no longer called is written after its name: `speed: number`.
  const now = to.startsWith("(") ? to : name.slice(name.lastIndexOf(".") + 1) + to;
  return `${name}${shortened(from)} is now ${shortened(now)}`;
}

/** Without object types that are too long to be read in a comment. */
function shortened(signature: string): string {
  return signature.replace(/\{[^{}]{80,}\}/g, "{ … }");
}
