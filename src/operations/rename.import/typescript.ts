import type { Codemod, Outcome } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "rename.import",
  parse: (match) => matchSchema.parse(match),
  targets: ({ from, symbols }) => [
    { kind: "module", specifier: from },
    ...(symbols ?? []).map((name) => ({ kind: "name" as const, module: from, name })),
  ],
  rewrite: (match, use): Outcome => {
    if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
    if (use.kind !== "module" && use.kind !== "name") return { do: "nothing" };
    if (match.symbols === undefined || use.kind === "name") return { do: "relocate", to: { module: match.to } };
    if (use.form !== "mock") return { do: "nothing" };
    return { do: "flag", reason: `only ${match.symbols.join(", ")} moved to ${match.to}`, comment: true };
  },
  advise: ({ from, to, symbols }) =>
    symbols === undefined ? `import from "${to}" instead of "${from}"` : `import ${symbols.join(", ")} from "${to}"`,
};
