import { z } from "zod";

export const matchSchema = z.strictObject({
  /** Fully-qualified name of the type that the options object has: `module.Type`, or `module.callable` for an inline type. */
  config: z.string().min(1),
  /** Keys, dotted where nested. */
  from: z.string().min(1),
  to: z.string().min(1),
  /** Globs of YAML, JSON and TOML files with the same keys. */
  files: z.array(z.string().min(1)).min(1).optional(),
});
export type Match = z.infer<typeof matchSchema>;
