import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const argAddDefault = defineKind({
  kind: "arg.add_default",
  title: "An omitted argument stands for something else",
  nouns: { one: "changed default", many: "changed defaults" },
  schema: matchSchema,
  infer,
  describe: ({ callable, name, default: value }) => ({
    old: `${callable}(${name})`,
    new: `pass ${value} to keep what the call does`,
    prose: true,
  }),
});
