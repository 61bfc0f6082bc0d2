import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const argReorder = defineKind({
  kind: "arg.reorder",
  title: "A call takes its arguments in another order",
  nouns: { one: "reordered argument list", many: "reordered argument lists" },
  schema: matchSchema,
  infer,
  describe: ({ callable, order }) => ({
    old: `${callable}(${order.map((_place, i) => `$${i + 1}`).join(", ")})`,
    new: `(${order.map((place) => `$${place + 1}`).join(", ")})`,
  }),
});
