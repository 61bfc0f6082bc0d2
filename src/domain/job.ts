import type { ApplyReport } from "./edit.js";
import type { PolicyConfig } from "./policy.js";

/** Where a version's sources are had: a git repository and commit, or a published package. */
export type CoreLocation =
  | { readonly kind: "git"; readonly url: string; readonly sha: string }
  | { readonly kind: "npm"; readonly name: string; readonly version: string };

/** The heavy part of a migration. Serialisable, and enough for a worker that keeps no state. */
export interface JobRequest {
  readonly attempt_id: string;
  readonly run_id: string;
  readonly repository: { readonly full_name: string; readonly clone_url: string };
  readonly base_sha: string;
  /** The change manifest as YAML text. */
  readonly manifest: string;
  readonly core: { readonly from: CoreLocation; readonly to: CoreLocation };
  readonly policy: PolicyConfig;
  /** Operation ids that a person approved (applied although in the review band) or asked to skip. */
  readonly approved: readonly string[];
  readonly skipped: readonly string[];
}

export interface CheckResult {
  readonly name: string;
  readonly status: "passed" | "failed" | "timed_out" | "refused";
  readonly exit_code: number | null;
  /** Combined output, capped. */
  readonly output: string;
  /** Isolation that was in force: bubblewrap, user namespaces, none. */
  readonly sandbox: "bubblewrap" | "namespaces" | "none";
  readonly duration_ms: number;
}

export interface JobFile {
  readonly path: string;
  readonly mode: "100644" | "100755" | "120000";
  /** null deletes the file. */
  readonly content_base64: string | null;
}

export interface JobResult {
  readonly files: readonly JobFile[];
  readonly report: ApplyReport;
  /** Unified diff against the base commit. */
  readonly diff: string;
  readonly checks: readonly CheckResult[];
  /** Content before the migration, for rollback: the same paths as `files`. */
  readonly checkpoint: readonly JobFile[];
}
