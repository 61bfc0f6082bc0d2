import type { Codemod, Outcome } from "../codemod.js";
import { flagCall, isOverride, keyOf, knownUntil, pass, passedBy } from "../calls.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.add",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use): Outcome => {
    const { name, position, placeholder } = match;
    if (isOverride(use)) return { do: "nothing" };
    const passed = passedBy(use);
    const isKnown = passed !== undefined && position <= knownUntil(passed);
    if (!isKnown || placeholder === undefined || keyOf(name) !== undefined) return flagCall(use, advise(match));
    return pass({ do: "add", position, text: placeholder });
  },
  advise,
};

function advise({ callable, name }: Match): string {
  return `pass ${name} to ${callable} too`;
}
