import type { Codemod, Outcome } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "restyle.export",
  parse: (match) => matchSchema.parse(match),
  targets: ({ module, name, from }) => [{ kind: "name", module, name: exported(from, name) }],
  rewrite: ({ name, to }, use): Outcome => {
    if (use.kind !== "name") return { do: "nothing" };
    if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
    return { do: "relocate", to: { name: exported(to, name) } };
  },
  advise: ({ module, name, to }) =>
    to === "default" ? `${name} is the default export of "${module}"` : `import { ${name} } from "${module}"`,
};

function exported(style: Match["to"], name: string): string {
  return style === "default" ? "default" : name;
}
