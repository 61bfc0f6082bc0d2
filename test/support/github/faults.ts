/** What happens to a request instead of, or on top of, its answer. */
export type RequestFault =
  | { readonly kind: "status"; readonly status: number; readonly message?: string }
  | { readonly kind: "unprocessable"; readonly message: string }
  | { readonly kind: "primary-limit"; readonly resetInSeconds: number; readonly status?: 403 | 429 }
  | { readonly kind: "secondary-limit"; readonly retryAfterSeconds: number }
  /** The effect takes place, and the connection breaks before the answer. */
  | { readonly kind: "lost-response" }
  /** Something befalls the one who asks, before the effect takes place or after it; no answer comes. */
  | { readonly kind: "cut"; readonly moment: "before" | "after"; readonly befall: () => Promise<void> }
  | { readonly kind: "slow"; readonly milliseconds: number };

/** "reorder" holds a delivery back until the next one has been answered. */
export type DeliveryFault = "drop" | "duplicate" | "reorder";

export interface RequestMatcher {
  readonly method?: string;
  /** A part of the path, or a pattern for it, without /api/v3 before it. */
  readonly path?: string | RegExp;
}

export interface DeliveryMatcher {
  readonly event?: string;
  readonly action?: string;
}

interface Armed<Matcher, Fault> {
  readonly matcher: Matcher;
  readonly fault: Fault;
  left: number;
}

export class Faults {
  #requests: Armed<RequestMatcher, RequestFault>[] = [];
  #deliveries: Armed<DeliveryMatcher, DeliveryFault>[] = [];

  onRequest(matcher: RequestMatcher, fault: RequestFault, times = 1): void {
    this.#requests.push({ matcher, fault, left: times });
  }

  onDelivery(matcher: DeliveryMatcher, fault: DeliveryFault, times = 1): void {
    this.#deliveries.push({ matcher, fault, left: times });
  }

  clear(): void {
    this.#requests = [];
    this.#deliveries = [];
  }

  takeForRequest(method: string, path: string): RequestFault | undefined {
    return take(this.#requests, ({ method: wanted, path: part }) => {
      if (wanted !== undefined && wanted !== method) return false;
      if (part === undefined) return true;
      return typeof part === "string" ? path.includes(part) : part.test(path);
    });
  }

  takeForDelivery(event: string, action: string | undefined): DeliveryFault | undefined {
    return take(this.#deliveries, (matcher) => {
      if (matcher.event !== undefined && matcher.event !== event) return false;
      return matcher.action === undefined || matcher.action === action;
    });
  }
}

function take<Matcher, Fault>(armed: Armed<Matcher, Fault>[], fits: (matcher: Matcher) => boolean): Fault | undefined {
  const found = armed.find(({ matcher, left }) => left > 0 && fits(matcher));
  if (found === undefined) return undefined;
  found.left -= 1;
  return found.fault;
}
