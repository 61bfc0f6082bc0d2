import { flagCall } from "../calls.js";
import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.add",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use) => flagCall(use, advise(match)),
  advise,
};

function advise({ callable, name }: Match): string {
  return `pass ${name} to ${callable} too`;
}
