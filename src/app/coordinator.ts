import type { Logger } from "pino";
import { ZodError } from "zod";
import { statusOf } from "../adapters/github/client.js";
import { WritesExhausted } from "../adapters/github/pacing.js";
import { isOnxError, messageOf, OnxError } from "../domain/errors.js";
import { backoffMs } from "../store/backoff.js";
import { failDelivery, finishDelivery, pendingDeliveries, type DeliveryRow } from "../store/inbox.js";
import {
  completeEffect,
  failEffect,
  leaseEffects,
  nextEffectAt,
  postponeEffect,
  renewEffect,
  type LeasedEffect,
} from "../store/outbox.js";
import { advanceReactor, type Reactor, registerReactor } from "../store/reactors.js";
import type { Store } from "../store/store.js";

interface Running {
  readonly lane: Lane;
  readonly effect: LeasedEffect;
  readonly done: Promise<void>;
}

export interface CoordinatorOptions {
  readonly store: Store;
  readonly reactor: Reactor;
  /** Works on a delivery; gives the id of the command that it led to, or null where it concerns nobody. */
  readonly receive: (delivery: DeliveryRow) => Promise<string | null>;
  readonly perform: (effect: LeasedEffect, signal: AbortSignal) => Promise<unknown>;
  /** Called when an effect is given up; once more where that was interrupted. */
  readonly abandon: (effect: LeasedEffect, error: string) => Promise<void>;
  readonly log: Logger;
  readonly random: () => number;
  /** Together they take every kind of effect. */
  readonly lanes: readonly Lane[];
  readonly leaseMs: number;
}

/** Effects that wait for one another, and for no others. */
export interface Lane {
  readonly only?: string;
  readonly except?: string;
  /** Effects under way at once. */
  readonly limit: number;
}

export interface Coordinator {
  start(): void;
  /** Something may be waiting. */
  wake(): void;
  /** Takes nothing new, tells what is under way to stop, and waits for it. */
  stop(): Promise<void>;
}

/** What GitHub refuses may be put right by people within minutes. */
const MAX_REFUSALS = 8;
/** An outage may last for hours, and so may a machine that keeps losing its power. */
const MAX_ATTEMPTS = 24;
/** The longest that the loop sleeps, in milliseconds: nothing waits longer, whatever the clock does. */
const LONGEST_SLEEP_MS = 5_000;
/** The shortest, so that a clock which stands still cannot make it spin. */
const SHORTEST_SLEEP_MS = 20;
const DELIVERIES_A_ROUND = 50;

/**
 * The one loop that moves everything on: deliveries become commands, events become effects, effects are carried out. It keeps no
 * state of its own, so that it can be killed at any moment: what was under way is leased again when its lease has run out.
 */
export function createCoordinator(options: CoordinatorOptions): Coordinator {
  const { store, reactor, log } = options;
  const running = new Map<string, Running>();
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  let resume: (() => void) | undefined;
  let awake = false;
  let receiving: Promise<void> | undefined;
  /** Installations one of whose deliveries has to wait, and until when, in milliseconds. */
  const waiting = new Map<string | null, number>();

  function wake(): void {
    awake = true;
    resume?.();
  }

  /** Deliveries are worked on one after the other, in the order in which they came, beside the effects. */
  function startReceiving(): void {
    if (receiving !== undefined) return;
    receiving = receiveDeliveries()
      .catch((error: unknown) => log.error({ err: error }, "the inbox could not be read"))
      .finally(() => {
        receiving = undefined;
      });
  }

  async function receiveDeliveries(): Promise<void> {
    for (;;) {
      const deliveries = pendingDeliveries(store, DELIVERIES_A_ROUND, heldUp());
      if (deliveries.length === 0) return;
      for (const delivery of deliveries) {
        if (stopping.signal.aborted) return;
        if (!waiting.has(delivery.installation_id)) await receiveOne(delivery);
      }
    }
  }

  /** Installations whose deliveries are not due yet. */
  function heldUp(): (string | null)[] {
    const now = store.clock.now().getTime();
    for (const [installation, until] of waiting) if (until <= now) waiting.delete(installation);
    return [...waiting.keys()];
  }

  /** A delivery that has to wait holds up those behind it of the same installation, and no others. */
  async function receiveOne(delivery: DeliveryRow): Promise<void> {
    try {
      finishDelivery(store, delivery.delivery_id, await options.receive(delivery));
    } catch (error) {
      log.error({ err: error, delivery: delivery.delivery_id }, "a delivery could not be worked on");
      failDelivery(store, delivery.delivery_id, messageOf(error), maxAttempts(error));
      if (isPermanent(error)) return;
      const wait = backoffMs(delivery.attempts + 1, options.random());
      waiting.set(delivery.installation_id, store.clock.now().getTime() + wait);
    }
  }

  function startEffects(): void {
    renewLeases();
    for (const lane of options.lanes) {
      const limit = freeIn(lane);
      if (limit === 0) continue;
      const { leaseMs } = options;
      for (const effect of leaseEffects(store, { ...lane, limit, leaseMs })) {
        running.set(effect.effect_key, { lane, effect, done: carryOut(effect) });
      }
    }
  }

  function freeIn(lane: Lane): number {
    return lane.limit - [...running.values()].filter((other) => other.lane === lane).length;
  }

  async function carryOut(effect: LeasedEffect): Promise<void> {
    try {
      if (effect.attempts > MAX_ATTEMPTS) throw vanished(effect);
      const result = await options.perform(effect, stopping.signal);
      completeEffect(store, effect, result);
    } catch (error) {
      await recordFailure(effect, error);
    } finally {
      running.delete(effect.effect_key);
      wake();
    }
  }

  async function recordFailure(effect: LeasedEffect, error: unknown): Promise<void> {
    const message = messageOf(error);
    const stopped = stopping.signal.aborted;
    const final = !stopped && effect.attempts >= maxAttempts(error);
    log.warn({ err: error, effect: effect.effect_key, attempts: effect.attempts, final }, "an effect failed");
    try {
      if (error instanceof WritesExhausted) return postponeEffect(store, effect, message, error.until);
      if (final) await options.abandon(effect, message);
      // What was told to stop is due again at the next start.
      const wait = stopped ? 0 : backoffMs(effect.attempts, options.random());
      failEffect(store, effect, message, final ? "never" : new Date(store.clock.now().getTime() + wait));
    } catch (secondary) {
      log.error({ err: secondary, effect: effect.effect_key }, "a failure could not be recorded");
    }
  }

  function renewLeases(): void {
    for (const { effect } of running.values()) {
      try {
        renewEffect(store, effect, options.leaseMs);
      } catch (error) {
        log.warn({ err: error, effect: effect.effect_key }, "a lease was lost");
      }
    }
  }

  async function run(): Promise<void> {
    const heartbeat = setInterval(renewLeases, options.leaseMs / 3);
    while (!stopping.signal.aborted) {
      awake = false;
      try {
        startReceiving();
        advanceReactor(store, reactor);
        startEffects();
      } catch (error) {
        log.error({ err: error }, "a round of the coordinator failed");
      }
      await sleep(pauseMs());
    }
    await Promise.all([receiving, ...[...running.values()].map(({ done }) => done)]);
    clearInterval(heartbeat);
  }

  function pauseMs(): number {
    if (awake) return 0;
    // With a lane that is full, the end of one of its effects wakes the loop.
    const due = options.lanes.every((lane) => freeIn(lane) > 0) ? nextEffectAt(store) : undefined;
    const now = store.clock.now().getTime();
    const waits = [LONGEST_SLEEP_MS, ...(due === undefined ? [] : [due.getTime() - now])];
    if (receiving === undefined) waits.push(...[...waiting.values()].map((until) => until - now));
    return Math.max(SHORTEST_SLEEP_MS, Math.min(...waits));
  }

  async function sleep(ms: number): Promise<void> {
    if (ms === 0 || stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      resume = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    resume = undefined;
  }

  return {
    start() {
      registerReactor(store, reactor.name, 0);
      store.notifier.subscribe(wake);
      loop = run();
    },
    wake,
    async stop() {
      stopping.abort();
      wake();
      await loop;
    },
  };
}

/** How often something is tried that fails like this. */
function maxAttempts(error: unknown): number {
  if (isPermanent(error)) return 1;
  return isRefusal(error) ? MAX_REFUSALS : MAX_ATTEMPTS;
}

/** GitHub has understood the request, and does not want it; a limit that was reached is no such answer. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined || status < 400 || status >= 500 || status === 408 || status === 429) return false;
  return status !== 403 || !/rate limit/i.test(messageOf(error));
}

/** Nobody who began this has come back from it: it may be what brings them down. */
function vanished(effect: LeasedEffect): OnxError {
  return new OnxError("effect.vanished", `whoever carried out ${effect.effect_key} vanished every time`, {
    remedy: "look into the log for what ended the App",
  });
}

/** Trying again cannot help against what has the wrong shape, or what a person must mend; a worker that vanished, or a network that did, may come back. */
function isPermanent(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  return isOnxError(error) && !TRANSIENT.has(error.code);
}

const TRANSIENT = new Set([
  "github.budget",
  "job.lost",
  "job.held",
  "delivery.early",
  "clone-failed",
  "clone-unreachable",
  "clone-timed-out",
  "clone-denied",
  "store.lease.lost",
  "store.database.busy",
  "store.database.full",
  // The projections are being rebuilt.
  "store.cursor.moved",
  "store.version.conflict",
]);
