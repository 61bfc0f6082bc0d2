import { z } from "zod";

export const METHODS = [
  "identical-content",
  "identical-body",
  "similarity",
  "alias",
  "deprecation-note",
  "usage-evolution",
  "propagated",
  "declared",
] as const;
export type Method = (typeof METHODS)[number];

/** What every operation has; `match` is given its shape by its kind's folder in `operations/`. */
export const operationSchema = z.strictObject({
  id: z.string().regex(/^OP\d{3,}$/, "an operation id is OP and at least three digits"),
  kind: z.string(),
  match: z.record(z.string(), z.unknown()),
  confidence: z.number().min(0).max(1),
  method: z.enum(METHODS),
  evidence: z.record(z.string(), z.unknown()).default({}),
  depends_on: z.array(z.string()).default([]),
  breaking: z.boolean().default(true),
  note: z.string().optional(),
});
export type Operation = z.infer<typeof operationSchema>;

/** An operation before it is given an id and a place in the manifest. */
export type ProposedOperation = Omit<Operation, "id" | "depends_on"> & {
  /** Keys (see `operationKey`) of the operations that must accompany it. */
  readonly dependsOn: readonly string[];
};

export type Band = "auto" | "warn" | "review";

export interface Thresholds {
  readonly auto: number;
  readonly warn: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { auto: 0.9, warn: 0.7 };

export function bandOf(confidence: number, thresholds: Thresholds = DEFAULT_THRESHOLDS): Band {
  if (confidence >= thresholds.auto) return "auto";
  return confidence >= thresholds.warn ? "warn" : "review";
}
