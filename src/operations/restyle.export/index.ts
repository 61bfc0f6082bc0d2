import { defineKind } from "../kind.js";
import { infer } from "./infer.js";
import { matchSchema } from "./schema.js";

export const restyleExport = defineKind({
  kind: "restyle.export",
  title: "A default export is now a named one, or the reverse",
  nouns: { one: "restyled export", many: "restyled exports" },
  schema: matchSchema,
  infer,
  describe: ({ module, name, from, to }) => ({ old: importing(from, name, module), new: importing(to, name, module) }),
});

function importing(style: "default" | "named", name: string, module: string): string {
  return `import ${style === "default" ? name : `{ ${name} }`} from "${module}"`;
}
