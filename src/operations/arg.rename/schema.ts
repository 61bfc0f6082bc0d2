import { z } from "zod";
import { sourceText } from "../source-text.js";

export const matchSchema = z.strictObject({
  /** Fully-qualified name, `module.[Container.]name`, of a function, method or class. */
  callable: z.string().min(1),
  /** Keyword arguments, or dotted keys of an argument that is an object: `retry.delay`. */
  from: z.string().min(1),
  to: z.string().min(1),
  /** What an omitted argument stands for. */
  default: sourceText.optional(),
  required: z.boolean(),
});
export type Match = z.infer<typeof matchSchema>;
