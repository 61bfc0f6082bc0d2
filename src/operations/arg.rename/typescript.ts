import type { Codemod } from "../codemod.js";
import { rewriteKey } from "../key-rename.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.rename",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable, from }) => [{ kind: "option", config: callable, key: from, of: "parameters" }],
  rewrite: (match, use) => rewriteKey(match, use, advise(match)),
  advise,
};

function advise({ callable, from, to }: Match): string {
  return `the argument ${from} of ${callable} is now ${to}`;
}
