import type { Codemod, Outcome } from "../codemod.js";
import { flagCall, knownUntil, pass, passedBy } from "../calls.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "arg.reorder",
  parse: (match) => matchSchema.parse(match),
  targets: ({ callable }) => [{ kind: "call", callable }],
  rewrite: (match, use): Outcome => {
    const { order } = match;
    const passed = passedBy(use);
    if (passed === undefined) return flagCall(use, advise(match));
    const moved = order.filter((place, i) => place !== i);
    if (Math.min(...moved, knownUntil(passed)) >= passed.length) return { do: "nothing" };
    // What is evaluated later may see what was done earlier.
    const impure = moved.filter((place) => passed[place]?.isPure === false);
    if (impure.length > 1 || Math.max(...moved) >= knownUntil(passed)) return flagCall(use, advise(match));
    return pass({ do: "order", order });
  },
  advise,
};

function advise({ callable, order }: Match): string {
  return `${callable} takes its arguments in the order ${order.map((place) => place + 1).join(", ")}`;
}
