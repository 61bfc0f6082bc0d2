import { z } from "zod";

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  /** Namespace that holds the export, dotted. */
  container: z.string().min(1).optional(),
  from: z.string().min(1),
  to: z.string().min(1),
  to_module: z.string().min(1).optional(),
  /** "" where the name leaves its namespace for the module itself. */
  to_container: z.string().optional(),
});
export type Match = z.infer<typeof matchSchema>;
