import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const moveFile = defineKind({
  kind: "move.file",
  title: "A file that dependents reach by path lies elsewhere",
  nouns: { one: "moved file", many: "moved files" },
  schema: matchSchema,
  infer,
  describe: ({ from, to }) => ({ old: from, new: to }),
});
