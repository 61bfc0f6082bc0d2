import { z } from "zod";
import type { ApplyReport } from "../../domain/edit.js";
import type { JobRequest, JobResult } from "../../domain/job.js";
import type { PolicyConfig } from "../../domain/policy.js";

const jobFile = z.object({
  path: z.string(),
  mode: z.enum(["100644", "100755", "120000"]),
  content_base64: z.string().nullable(),
});

const site = z.object({
  path: z.string(),
  line: z.number(),
  column: z.number(),
  operation: z.string(),
  action: z.enum(["edited", "flagged"]),
  reason: z.string(),
});

const report: z.ZodType<ApplyReport> = z.object({
  package: z.string(),
  from: z.string(),
  to: z.string(),
  operations: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      confidence: z.number(),
      band: z.enum(["auto", "warn", "review"]),
      status: z.enum(["applied", "noop", "skipped", "conflict", "flagged", "failed"]),
      files_changed: z.number(),
      edits: z.number(),
      sites: z.array(site),
    }),
  ),
  files_scanned: z.number(),
  files_changed: z.array(z.string()),
  type_errors: z.object({ as_is: z.number(), bare: z.number(), migrated: z.number() }).exactOptional(),
  notes: z.array(z.string()),
});

const jobResultSchema: z.ZodType<JobResult> = z.object({
  files: z.array(jobFile),
  report,
  diff: z.string(),
  checks: z.array(
    z.object({
      name: z.string(),
      status: z.enum(["passed", "failed", "timed_out", "refused"]),
      exit_code: z.number().nullable(),
      output: z.string(),
      sandbox: z.enum(["bubblewrap", "namespaces", "none"]),
      duration_ms: z.number(),
    }),
  ),
  checkpoint: z.array(jobFile),
});

const location = z.union([
  z.object({ kind: z.literal("git"), url: z.string(), sha: z.string() }),
  z.object({ kind: z.literal("npm"), name: z.string(), version: z.string() }),
]);

/** What a worker is handed: a job, and the one token that it may use to read the repository. */
export interface JobAssignment {
  readonly request: JobRequest;
  readonly token: string | null;
}

const assignmentSchema: z.ZodType<JobAssignment> = z.object({
  request: z.object({
    attempt_id: z.string(),
    run_id: z.string(),
    repository: z.object({ full_name: z.string(), clone_url: z.string() }),
    base_sha: z.string(),
    manifest: z.string(),
    core: z.object({ from: location, to: location }),
    // Its defaults are filled in and its durations are numbers by now, so the file's own schema no longer fits.
    policy: z.custom<PolicyConfig>((value) => typeof value === "object" && value !== null),
    approved: z.array(z.string()),
    skipped: z.array(z.string()),
  }),
  token: z.string().nullable(),
});

/** What a worker answers, on one line. */
const answerSchema = z.union([
  z.object({ ok: z.literal(true), result: jobResultSchema }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type JobAnswer = z.infer<typeof answerSchema>;

export function parseAssignment(line: string): JobAssignment {
  return assignmentSchema.parse(JSON.parse(line));
}

export function parseAnswer(text: string): JobAnswer {
  return answerSchema.parse(JSON.parse(text));
}

export function parseJobResult(text: string): JobResult {
  return jobResultSchema.parse(JSON.parse(text));
}
