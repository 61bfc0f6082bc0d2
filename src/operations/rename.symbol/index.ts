import { defineKind } from "../kind.js";
import { describeRename } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameSymbol = defineKind({
  kind: "rename.symbol",
  title: "A class, interface, type, enum, constant or namespace has another name or place",
  nouns: { one: "renamed export", many: "renamed exports" },
  schema: matchSchema,
  infer,
  describe: describeRename,
});
