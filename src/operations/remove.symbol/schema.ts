import { z } from "zod";

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  container: z.string().min(1).optional(),
  name: z.string().min(1),
  /** What to use instead, as prose. */
  replacement: z.string().min(1).optional(),
});
export type Match = z.infer<typeof matchSchema>;
