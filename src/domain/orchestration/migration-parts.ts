import { z } from "zod";
import { jsonSchema } from "../json.js";
import { BANDS, CHECK_SOURCES, OPERATION_STATUSES } from "./vocabulary.js";

/** What became of one operation in one attempt. */
export const operationApplicationSchema = z.strictObject({
  operation_id: z.string().min(1),
  kind: z.string().min(1),
  confidence: z.number().min(0).max(1),
  band: z.enum(BANDS),
  status: z.enum(OPERATION_STATUSES),
  files_changed: z.number().int().min(0),
  edits: z.number().int().min(0),
  /** Sites, reasons, witnesses: whatever a reviewer would want to see. */
  evidence: jsonSchema,
});

/** A check's state at one commit, from the sandbox or from GitHub. */
export const checkReportSchema = z.strictObject({
  check_key: z.string().min(1),
  source: z.enum(CHECK_SOURCES),
  name: z.string().min(1),
  status: z.string().min(1),
  conclusion: z.string().nullable(),
  /** GitHub's own time of the report, by which one that arrives late is told apart. */
  github_updated_at: z.iso.datetime().nullable(),
  url: z.string().nullable(),
});

/** A file that a checkpoint can restore. */
export const checkpointFileSchema = z.strictObject({
  path: z.string().min(1),
  mode: z.string(),
  blake3: z.string().nullable(),
});
