/** Exit codes of both programs: 0 done, 1 a person is needed, 2 unusable input, 3 internal error. */
export type ExitCode = 2 | 3;

export interface ErrorDetails {
  /** Where it happened: a file with an optional line, a ref, a URL. */
  readonly place?: string;
  /** What the reader can do about it, as an imperative clause. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** An error that a person can act on. `message` is one line: what, where, and how to mend it. */
export class OnxError extends Error {
  readonly code: string;
  readonly place: string | undefined;
  readonly remedy: string | undefined;
  readonly exitCode: ExitCode = 2;

  constructor(code: string, what: string, details: ErrorDetails = {}) {
    const where = details.place === undefined ? "" : ` (${details.place})`;
    const how = details.remedy === undefined ? "" : `: ${details.remedy}`;
    super(oneLine(`${what}${where}${how}`), details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "OnxError";
    this.code = code;
    this.place = details.place;
    this.remedy = details.remedy;
  }
}

export function isOnxError(error: unknown): error is OnxError {
  return error instanceof OnxError;
}

/** The text of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  return oneLine(error instanceof Error ? error.message : String(error));
}

function oneLine(text: string): string {
  return text.replace(/\s*\r?\n\s*/g, " ").trim();
}
