export interface Violation {
  /** "request" is the client's fault, "response" and "webhook" are the stand-in's own. */
  readonly kind: "request" | "response" | "webhook";
  /** GET /repos/acme/core, or the webhook's event and action. */
  readonly where: string;
  readonly errors: readonly string[];
}

/** What went against GitHub's own description of its API. A test ends by expecting none. */
export type Violations = Violation[];
