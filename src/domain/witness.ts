import { z } from "zod";

/**
 * What checking a dependent's snippet showed of an operation:
 * - `confirmed`: it passes against `from`, fails against `to`, and passes there after the codemod, where there is one.
 * - `not-breaking`: it passes against `to` as it is.
 * - `still-fails`: it fails against `to` after the codemod too.
 * - `not-migrated`: it fails against `to`, and the codemods leave it, or part of it, to a person.
 * - `no-witness`: nothing is told, neither for nor against the operation.
 */
export const WITNESS_OUTCOMES = ["confirmed", "not-breaking", "still-fails", "not-migrated", "no-witness"] as const;
export type WitnessOutcome = (typeof WITNESS_OUTCOMES)[number];

/** `evidence.witness` of an operation. */
export const witnessSchema = z.strictObject({
  outcome: z.enum(WITNESS_OUTCOMES),
  reason: z.string().optional(),
  /** Where the outcome lowered it. */
  confidence_before: z.number().optional(),
  snippet: z.string().optional(),
});
export type Witness = z.infer<typeof witnessSchema>;
