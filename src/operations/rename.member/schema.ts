import { z } from "zod";

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  container: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  to_module: z.string().min(1).optional(),
  /** "" where the member becomes an export of its own. */
  to_container: z.string().optional(),
});
export type Match = z.infer<typeof matchSchema>;
