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
  return `${callable}${from} is now ${callable.slice(callable.lastIndexOf(".") + 1)}${to}`;
}
