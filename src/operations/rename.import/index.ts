import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameImport = defineKind({
  kind: "rename.import",
  title: "A module, or some of its names, moved to another import specifier",
  nouns: { one: "moved module", many: "moved modules" },
  schema: matchSchema,
  infer,
  describe: ({ from, to, symbols }) => ({
    old: symbols === undefined ? from : `${from} { ${symbols.join(", ")} }`,
    new: to,
  }),
});
