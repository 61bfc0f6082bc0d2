import { defineKind } from "../kind.js";
import { shownName } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const removeSymbol = defineKind({
  kind: "remove.symbol",
  title: "A name is gone and has no plain successor",
  nouns: { one: "removed name", many: "removed names" },
  schema: matchSchema,
  infer,
  describe: (match) => ({ old: shownName(match, match.name), new: match.replacement ?? "(removed)", prose: true }),
});
