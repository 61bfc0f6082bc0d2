import type { Codemod } from "../codemod.js";
import { rewriteKey } from "../key-rename.js";
import { rewriteDataKeys } from "./data.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "config.key_rename",
  parse: (match) => matchSchema.parse(match),
  targets: ({ config, from }) => [{ kind: "option", config, key: from }],
  rewrite: (match, use) => rewriteKey(match, use, advise(match)),
  advise,
  data: {
    globs: ({ files }) => files ?? [],
    rewrite: ({ from, to }, path, text) => rewriteDataKeys(path, text, from.split("."), to.split(".")),
  },
};

function advise({ from, to }: Match): string {
  return `the option ${from} is now ${to}`;
}
