import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const changeSignature = defineKind({
  kind: "change.signature",
  title: "A call is to be written differently",
  nouns: { one: "changed signature", many: "changed signatures" },
  schema: matchSchema,
  infer,
  describe: ({ callable, from, to }) => ({ old: `${callable}${from}`, new: `${callable}${to}` }),
});
