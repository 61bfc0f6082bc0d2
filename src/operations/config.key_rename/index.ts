import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const configKeyRename = defineKind({
  kind: "config.key_rename",
  title: "A key of an options object has another name",
  nouns: { one: "renamed option", many: "renamed options" },
  schema: matchSchema,
  infer,
  describe: ({ config, from, to }) => ({ old: `${config} { ${from} }`, new: `{ ${to} }` }),
});
