import type { Codemod, Outcome } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "remove.symbol",
  parse: (match) => matchSchema.parse(match),
  targets: ({ module, container, name }) => [
    { kind: "name", module, name, ...(container === undefined ? {} : { container }) },
  ],
  rewrite: (match, use): Outcome => {
    if (use.kind === "module") return { do: "nothing" };
    return { do: "flag", reason: removal(match), comment: use.certainty === "certain" };
  },
  advise: removal,
};

function removal({ container, name, replacement }: Match): string {
  const removed = container === undefined ? name : `${container}.${name}`;
  return replacement === undefined ? `${removed} was removed` : `${removed} was removed: ${replacement}`;
}
