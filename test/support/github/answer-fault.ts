import type { RequestFault } from "./faults.js";
import { json, type HttpResponse } from "./http.js";

/** The answer that a fault gives in place of the real one; undefined for faults that let the request through. */
export function answerFault(fault: RequestFault, now: Date): HttpResponse | undefined {
  switch (fault.kind) {
    case "status":
      return json(fault.status, { message: fault.message ?? "Server Error" });
    case "unprocessable":
      return json(422, { message: fault.message, documentation_url: "https://docs.github.com/rest" });
    case "primary-limit":
      return json(
        fault.status ?? 403,
        {
          message: "API rate limit exceeded for installation.",
          documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
        },
        {
          "x-ratelimit-limit": "5000",
          "x-ratelimit-remaining": "0",
          "x-ratelimit-used": "5000",
          "x-ratelimit-reset": String(Math.ceil(now.getTime() / 1000) + fault.resetInSeconds),
          "x-ratelimit-resource": "core",
        },
      );
    case "secondary-limit":
      return json(
        403,
        {
          message: "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
          documentation_url:
            "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
        },
        { "retry-after": String(fault.retryAfterSeconds) },
      );
    case "lost-response":
    case "cut":
    case "slow":
      return undefined;
  }
}
