import { defineKind } from "../kind.js";
import { shownName } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameCallable = defineKind({
  kind: "rename.callable",
  title: "A function or method has another name or place",
  nouns: { one: "renamed function or method", many: "renamed functions and methods" },
  schema: matchSchema,
  infer,
  describe: (match) => ({
    old: shownName(match, match.from),
    new: shownName(
      { module: match.to_module ?? match.module, container: match.to_container ?? match.container },
      match.to,
    ),
  }),
});
