import { z } from "zod";

/** `from` and `to` are import specifiers; with `symbols`, only those names move. */
export const matchSchema = z.strictObject({
  from: z.string().min(1),
  to: z.string().min(1),
  symbols: z.array(z.string().min(1)).min(1).optional(),
});
export type Match = z.infer<typeof matchSchema>;
