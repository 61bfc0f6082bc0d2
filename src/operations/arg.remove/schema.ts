import { z } from "zod";

export const matchSchema = z.strictObject({
  /** Fully-qualified name, `module.[Container.]name`, of a function, method or class. */
  callable: z.string().min(1),
  /** The parameter's name, with the key where it is one of an object: `options.limit`. */
  name: z.string().min(1),
  /** The parameter's place in the old signature, from 0. */
  position: z.int().min(0),
});
export type Match = z.infer<typeof matchSchema>;
