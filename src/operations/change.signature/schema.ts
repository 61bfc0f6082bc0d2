import { z } from "zod";

export const matchSchema = z.strictObject({
  /** Fully-qualified name, `module.[Container.]name`, of a function, method or class. */
  callable: z.string().min(1),
  /** Signatures as people read them: `(a: string, b?: number): Promise<X>`. */
  from: z.string().min(1),
  to: z.string().min(1),
});
export type Match = z.infer<typeof matchSchema>;
