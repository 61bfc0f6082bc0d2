import { flagCall } from "../calls.js";
import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.reorder",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use) => flagCall(use, advise(match)),
  advise,
};

function advise({ callable, order }: Match): string {
  return `${callable} takes what was argument ${order.map((place) => place + 1).join(", ")} in this order`;
}
