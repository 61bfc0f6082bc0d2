import type { Codemod, Outcome } from "../codemod.js";
import { flagCall, isOverride, keyOf, knownUntil, pass, passedBy } from "../calls.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.add_default",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use): Outcome => {
    const { name, position, default: text } = match;
    if (isOverride(use)) return { do: "nothing" };
    const passed = passedBy(use);
    if (passed === undefined || knownUntil(passed) <= position) return flagCall(use, advise(match));
    const argument = passed[position];
    const key = keyOf(name);
    if (argument === undefined) return pass({ do: "fill", position, key, text });
    if (key === undefined || argument.keys.some((each) => each.name === key)) return { do: "nothing" };
    return argument.isWhole ? pass({ do: "fill", position, key, text }) : flagCall(use, advise(match));
  },
  advise,
};

function advise({ callable, name, default: value }: Match): string {
  return `pass ${name}, which was ${value} where left out, to ${callable}`;
}
