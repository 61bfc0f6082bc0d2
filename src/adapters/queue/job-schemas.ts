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
  length: z.number().exactOptional(),
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
  undone: z.array(z.object({ path: z.string(), operation: z.string(), errors: z.array(z.string()) })).exactOptional(),
  residue: z
    .object({
      uses: z.array(
        z.object({
          path: z.string(),
          line: z.number(),
          column: z.number(),
          operation: z.string(),
          certainty: z.enum(["certain", "possible"]),
          reason: z.string(),
        }),
      ),
      files_looked_at: z.number(),
      not_looked_at: z.array(z.object({ path: z.string(), reason: z.string() })),
      typed: z.boolean(),
    })
    .exactOptional(),
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

/** A migration for a worker, and the one token that it may use to read the repository. */
export interface MigrationAssignment {
  readonly task: "migrate";
  readonly request: JobRequest;
  readonly token: string | null;
}

/** Two releases of a core to be compared, in a repository on this machine. */
export interface GenerateRequest {
  readonly folder: string;
  /** `owner/name`, for the manifest's provenance. */
  readonly repository: string;
  readonly package: string;
  readonly from: string;
  readonly to: string;
}

export interface GenerateAssignment {
  readonly task: "generate";
  readonly request: GenerateRequest;
}

export type JobAssignment = MigrationAssignment | GenerateAssignment;

/** A job and what came of it, as they are kept: no result, as long as it is under way. */
export interface JobRun {
  readonly request: JobRequest;
  readonly result: JobResult | null;
}

/** A job that is done. */
export interface FinishedRun extends JobRun {
  readonly result: JobResult;
}

const jobRequestSchema: z.ZodType<JobRequest> = z.object({
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
});

const assignmentSchema: z.ZodType<JobAssignment> = z.discriminatedUnion("task", [
  z.object({ task: z.literal("migrate"), request: jobRequestSchema, token: z.string().nullable() }),
  z.object({
    task: z.literal("generate"),
    request: z.object({
      folder: z.string(),
      repository: z.string(),
      package: z.string(),
      from: z.string(),
      to: z.string(),
    }),
  }),
]);

const jobRunSchema: z.ZodType<JobRun> = z.object({
  request: jobRequestSchema,
  result: jobResultSchema.nullable(),
});

/** What a worker answers, on one line. */
const answerSchema = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), message: z.string() }),
]);
export type JobAnswer = z.infer<typeof answerSchema>;

export function parseAssignment(line: string): JobAssignment {
  return assignmentSchema.parse(JSON.parse(line));
}

export function parseAnswer(text: string): JobAnswer {
  return answerSchema.parse(JSON.parse(text));
}

export function parseJobResult(value: unknown): JobResult {
  return jobResultSchema.parse(value);
}

const filesSchema = z.record(z.string(), z.string());

/** Texts by file name. */
export function parseGeneratedFiles(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(filesSchema.parse(value)));
}

export function parseJobRun(text: string): JobRun {
  return jobRunSchema.parse(JSON.parse(text));
}
