import { z } from "zod";

export const matchSchema = z.strictObject({
  /** Fully-qualified name, `module.[Container.]name`, of a function, method or class. */
  callable: z.string().min(1),
  /** For each place in the new order, the argument's place in the old one, from 0. */
  order: z.array(z.int().min(0)).min(2).refine(isPermutation, "order must name each place once"),
});
export type Match = z.infer<typeof matchSchema>;

function isPermutation(order: readonly number[]): boolean {
  return order.every((_place, i) => order.includes(i));
}
