import { adviseRename, rewriteRename } from "../rename.js";
import type { Codemod } from "../codemod.js";
import { type Match, matchSchema } from "./schema.js";

export const codemod: Codemod<Match> = {
  kind: "rename.member",
  parse: (match) => matchSchema.parse(match),
  targets: ({ module, container, from }) => [
    { kind: "name", module, name: from, ...(container === undefined ? {} : { container }) },
  ],
  rewrite: rewriteRename,
  advise: adviseRename,
};
