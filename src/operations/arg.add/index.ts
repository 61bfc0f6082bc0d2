import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const argAdd = defineKind({
  kind: "arg.add",
  title: "A call needs one more argument",
  nouns: { one: "new argument", many: "new arguments" },
  schema: matchSchema,
  infer,
  describe: ({ callable, name }) => ({ old: `${callable}()`, new: `pass ${name} too`, prose: true }),
});
