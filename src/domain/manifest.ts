import { z } from "zod";
import { operationSchema } from "./operation.js";

export const LANGUAGES = ["typescript", "python"] as const;
export type LanguageId = (typeof LANGUAGES)[number];

const bump = z.enum(["major", "minor", "patch", "none"]);
export type Bump = z.infer<typeof bump>;

const provenance = z.strictObject({
  /** `owner/name`, or `npm:NAME`. */
  repository: z.string(),
  from_sha: z.string(),
  to_sha: z.string(),
  tree_from: z.string(),
  tree_to: z.string(),
  tool: z.string(),
  thresholds: z.strictObject({ auto: z.number(), warn: z.number() }),
});

export const manifestSchema = z.strictObject({
  manifest_version: z.literal(1),
  package: z.string().min(1),
  /** Every package that is released together, where a repository has several. */
  packages: z.array(z.strictObject({ name: z.string().min(1), from: z.string(), to: z.string() })).optional(),
  language: z.enum(LANGUAGES),
  from: z.string().min(1),
  to: z.string().min(1),
  summary: z.string(),
  semver: z.strictObject({ declared: bump, required: bump }),
  provenance,
  /** In a manifest that was composed of others, each of them, in order. */
  steps: z.array(z.strictObject({ from: z.string(), to: z.string(), provenance })).optional(),
  operations: z.array(operationSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
