import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const argRename = defineKind({
  kind: "arg.rename",
  title: "A named argument has another name",
  nouns: { one: "renamed argument", many: "renamed arguments" },
  schema: matchSchema,
  infer,
  describe: ({ callable, from, to }) => ({ old: `${callable}(${from})`, new: to }),
});
