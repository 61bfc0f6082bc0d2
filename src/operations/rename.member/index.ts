import { defineKind } from "../kind.js";
import { describeRename } from "../subject.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const renameMember = defineKind({
  kind: "rename.member",
  title: "A property, accessor or enum member has another name",
  nouns: { one: "renamed property", many: "renamed properties" },
  schema: matchSchema,
  infer,
  describe: describeRename,
});
