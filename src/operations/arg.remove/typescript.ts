import type { Codemod, Outcome } from "../codemod.js";
import { flagCall, keyOf, knownUntil, pass, passedBy } from "../calls.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.remove",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use): Outcome => {
    const { name, position } = match;
    const passed = passedBy(use);
    if (passed === undefined || knownUntil(passed) <= position) return flagCall(use, advise(match));
    const argument = passed[position];
    if (argument === undefined) return { do: "nothing" };
    const key = keyOf(name);
    const removed = key === undefined ? argument : argument.keys.find((each) => each.name === key);
    if (removed === undefined && argument.isWhole) return { do: "nothing" };
    return removed?.isPure === true ? pass({ do: "drop", position, key }) : flagCall(use, advise(match));
  },
  advise,
};

function advise({ callable, name }: Match): string {
  return `${callable} takes no ${name} any more`;
}
