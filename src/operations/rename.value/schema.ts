import { z } from "zod";

export const matchSchema = z.strictObject({
  module: z.string().min(1),
  /** The type, enum or callable whose values these are, dotted: `Mode`, `Options.mode`, `Emitter.on`. */
  container: z.string().min(1).optional(),
  /** Strings, without quotes. */
  from: z.string(),
  to: z.string(),
});
export type Match = z.infer<typeof matchSchema>;
