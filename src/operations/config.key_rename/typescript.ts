import type { Codemod, Outcome } from "../codemod.js";
import { renameMember } from "../rename.js";
import { rewriteDataKeys } from "./data.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "config.key_rename",
  parse: (match) => matchSchema.parse(match),
  targets: ({ config, from }) => [{ kind: "option", config, key: from }],
  rewrite: (match, use): Outcome => {
    if (use.kind !== "member") return { do: "nothing" };
    if (use.certainty === "possible") return { do: "flag", reason: use.reason, comment: false };
    const [fromParent] = splitKey(match.from);
    const [toParent, toName] = splitKey(match.to);
    if (fromParent !== toParent) return { do: "flag", reason: advise(match), comment: true };
    return renameMember(toName, use);
  },
  advise,
  data: {
    globs: ({ files }) => files ?? [],
    rewrite: ({ from, to }, path, text) => rewriteDataKeys(path, text, from.split("."), to.split(".")),
  },
};

/** `a.b.c` as `["a.b", "c"]`. */
function splitKey(key: string): [parent: string, name: string] {
  const dot = key.lastIndexOf(".");
  return [key.slice(0, Math.max(dot, 0)), key.slice(dot + 1)];
}

function advise({ from, to }: Match): string {
  return `the option ${from} is now ${to}`;
}
