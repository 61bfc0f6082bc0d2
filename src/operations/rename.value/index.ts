import { defineKind } from "../kind.js";
import { shownName } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameValue = defineKind({
  kind: "rename.value",
  title: "A string that dependents pass or compare has another spelling",
  nouns: { one: "renamed value", many: "renamed values" },
  schema: matchSchema,
  infer,
  describe: ({ module, container, from, to }) => ({
    old: `${container === undefined ? module : shownName({ module }, container)} ${JSON.stringify(from)}`,
    new: JSON.stringify(to),
  }),
});
