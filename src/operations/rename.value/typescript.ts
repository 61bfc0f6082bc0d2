import type { Codemod, Outcome } from "../codemod.js";
import { renameMember } from "../rename.js";
import { type Match, matchSchema } from "./schema.js";

const CANNOT_BE_QUOTED = /["'`\\\n\r]/;

export const codemod: Codemod<Match> = {
  kind: "rename.value",
  parse: (match) => matchSchema.parse(match),
  targets: ({ module, container, from }) => [
    { kind: "value", module, value: from, ...(container === undefined ? {} : { container }) },
  ],
  rewrite: (match, use): Outcome => {
    if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
    if (use.kind === "member") return renameMember(match.to, use);
    if (use.kind !== "value") return { do: "nothing" };
    if (CANNOT_BE_QUOTED.test(match.to)) return { do: "flag", reason: advise(match), comment: true };
    return { do: "edit", edits: [{ ...use.span, text: match.to }] };
  },
  advise,
};

function advise({ from, to }: Match): string {
  return `write ${JSON.stringify(to)} instead of ${JSON.stringify(from)}`;
}
