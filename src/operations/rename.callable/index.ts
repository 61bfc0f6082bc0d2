import { defineKind } from "../kind.js";
import { describeRename } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameCallable = defineKind({
  kind: "rename.callable",
  title: "A function or method has another name or place",
  nouns: { one: "renamed function or method", many: "renamed functions and methods" },
  schema: matchSchema,
  infer,
  describe: describeRename,
});
