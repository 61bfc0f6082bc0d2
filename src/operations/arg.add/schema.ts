import { z } from "zod";
import { sourceText } from "../source-text.js";

export const matchSchema = z.strictObject({
  /** Fully-qualified name, `module.[Container.]name`, of a function, method or class. */
  callable: z.string().min(1),
  /** The parameter's name, with the key where it is one of an object: `options.limit`. */
  name: z.string().min(1),
  /** The parameter's place in the new signature, from 0. */
  position: z.int().min(0),
  /** What can be passed where the caller has nothing to say. */
  placeholder: sourceText.optional(),
});
export type Match = z.infer<typeof matchSchema>;
