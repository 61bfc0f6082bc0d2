import { setTimeout as wait } from "node:timers/promises";
import { OnxError } from "../../domain/errors.js";
import { type GitHubClient, statusOf } from "./client.js";

/** How much an installation may still create. Kept where a restart finds it. */
export interface WriteBudget {
  /** Takes one write, or says when there will be one. */
  take(): Date | undefined;
  pause(until: Date): void;
}

export interface Pacing {
  readonly budget: WriteBudget;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Waits that are longer, in milliseconds, are for whoever asked: something else can be done meanwhile. */
const LONGEST_WAIT_MS = 60_000;

/** The budget is spent; `until` says when it is worth asking again. */
export class WritesExhausted extends OnxError {
  constructor(readonly until: Date) {
    super("github.budget", `nothing more may be written to GitHub before ${until.toISOString()}`);
    this.name = "WritesExhausted";
  }
}

/** Lets a client create no more than its budget allows, and honours `retry-after`. */
export function paceWrites(client: Pick<GitHubClient, "hook">, pacing: Pacing): void {
  const { budget, now, signal } = pacing;
  client.hook.before("request", async ({ method, url }) => {
    if (!createsContent(method, url)) return;
    for (let at = budget.take(); at !== undefined; at = budget.take()) {
      const ms = at.getTime() - now();
      if (ms > LONGEST_WAIT_MS) throw new WritesExhausted(at);
      await wait(ms, undefined, { signal });
    }
  });
  client.hook.error("request", (error) => {
    const seconds = retryAfter(error);
    if (seconds !== undefined) budget.pause(new Date(now() + seconds * 1_000));
    throw error;
  });
}

/** Git objects are nothing that anybody is told of. */
function createsContent(method: string, url: string): boolean {
  if (url.endsWith("/graphql")) return true;
  return ["POST", "PUT", "PATCH"].includes(method) && /\/repos\//.test(url) && !/\/git\/(?!refs)/.test(url);
}

/** Seconds that a refusal asks for; a secondary limit that names none asks for a minute. */
function retryAfter(error: unknown): number | undefined {
  const status = statusOf(error);
  if (status !== 403 && status !== 429) return undefined;
  const { response, message } = error as { response?: { headers?: Record<string, unknown> }; message?: string };
  const asked = Number(response?.headers?.["retry-after"] ?? Number.NaN);
  if (asked > 0) return asked;
  return /secondary rate limit/i.test(message ?? "") ? 60 : undefined;
}
