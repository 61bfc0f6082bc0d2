import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const argRemove = defineKind({
  kind: "arg.remove",
  title: "A call takes an argument less",
  nouns: { one: "removed argument", many: "removed arguments" },
  schema: matchSchema,
  infer,
  describe: ({ callable, name }) => ({ old: `${callable}(${name})`, new: "(removed)", prose: true }),
});
