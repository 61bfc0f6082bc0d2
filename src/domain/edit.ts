/** `[start, end)` in UTF-16 offsets. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** Replaces a span with `text`. */
export interface TextEdit extends TextSpan {
  readonly text: string;
}

/** Writes `[start, end)` anew, partly from pieces of what stands there. Edits inside of a piece go with it. */
export interface Rearrangement extends TextSpan {
  readonly parts: readonly (string | TextSpan)[];
  /** Pieces that are left away, with the edits inside of them. */
  readonly dropped: readonly TextSpan[];
}

export type Edit = TextEdit | Rearrangement;

/** A place in a dependent at which an operation did, or would do, something. Lines and columns are 1-based. */
export interface Site {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Of what is edited, in UTF-16 units from the column on. */
  readonly length?: number;
  readonly operation: string;
  readonly action: "edited" | "flagged";
  /** Why the edit was certain, or why a person is asked. */
  readonly reason: string;
}

export type ApplicationStatus = "applied" | "noop" | "skipped" | "conflict" | "flagged" | "failed";

export interface OperationResult {
  readonly id: string;
  readonly kind: string;
  readonly confidence: number;
  readonly band: "auto" | "warn" | "review";
  readonly status: ApplicationStatus;
  readonly files_changed: number;
  readonly edits: number;
  readonly sites: readonly Site[];
}

export interface FileChange {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Type errors in the dependent's own files: as it is, after a bare upgrade, and after the migration. */
export interface TypeErrorCounts {
  readonly as_is: number;
  readonly bare: number;
  readonly migrated: number;
}

/** An operation that was left out in one file, because it added type errors there. */
export interface UndoneOperation {
  readonly path: string;
  readonly operation: string;
  /** The errors that it added, with their lines as they were. */
  readonly errors: readonly string[];
}

/** A place that still names what the core renamed or removed, in the file as the migration leaves it. Line and column are 1-based. */
export interface RemainingUse {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly operation: string;
  /** `certain` where the checker, or an import, says that this is the core's; else it only matches by name. */
  readonly certainty: "certain" | "possible";
  readonly reason: string;
}

/** What is left of the old API after a migration. */
export interface Residue {
  readonly uses: readonly RemainingUse[];
  /** Number of files that mention a name involved, all of which were looked at. */
  readonly files_looked_at: number;
  readonly not_looked_at: readonly { readonly path: string; readonly reason: string }[];
  /** False where the core's types could not be had: members are then told by their names alone. */
  readonly typed: boolean;
}

/** What one application of a manifest to one dependent did. Plain data: it crosses processes as JSON. */
export interface ApplyReport {
  readonly package: string;
  readonly from: string;
  readonly to: string;
  readonly operations: readonly OperationResult[];
  readonly files_scanned: number;
  readonly files_changed: readonly string[];
  /** Absent where types could not be had. */
  readonly type_errors?: TypeErrorCounts;
  /** Absent where type errors were not counted. */
  readonly undone?: readonly UndoneOperation[];
  /** Absent where nothing was looked at. */
  readonly residue?: Residue;
  /** Things that need a person and belong to no operation: a lockfile that could not be brought along, an unparsable file. */
  readonly notes: readonly string[];
}
