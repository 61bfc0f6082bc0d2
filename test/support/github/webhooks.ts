import { createHmac, randomUUID } from "node:crypto";

import type { Contract } from "./contract.js";
import type { Faults } from "./faults.js";
import { nodeId } from "./render/account.js";
import type { Installation } from "./state.js";
import type { Violations } from "./violations.js";
import type { Emission, World } from "./world.js";

export interface Delivery {
  readonly id: number;
  /** The same for all attempts to deliver one event. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly redelivery: boolean;
  readonly deliveredAt: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** The JSON as it was signed and sent. */
  readonly body: string;
  outcome: DeliveryOutcome | undefined;
}

export interface DeliveryOutcome {
  /** 0 where no answer came. */
  readonly statusCode: number;
  readonly status: string;
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** GitHub hangs up after ten seconds. */
const PATIENCE_MS = 10_000;
/** Sent to every app, subscribed or not. */
const UNASKED = ["installation", "installation_repositories"];

export class Webhooks {
  /** Where events go; while it is undefined, none are sent. */
  address: string | undefined;
  readonly deliveries: Delivery[] = [];
  readonly #secret: string;
  readonly #faults: Faults;
  readonly #contract: Contract;
  readonly #violations: Violations;
  readonly #underWay = new Set<Promise<unknown>>();
  #held: Delivery[] = [];

  constructor(secret: string, faults: Faults, contract: Contract, violations: Violations) {
    this.#secret = secret;
    this.#faults = faults;
    this.#contract = contract;
    this.#violations = violations;
  }

  /** Signs and sends an event, if the app is installed where it happened and subscribes to it. */
  emit(world: World, emission: Emission): void {
    const { event, action, repository, payload } = emission;
    const installation = emission.installation ?? (repository && world.installationFor(repository));
    if (installation === undefined || this.address === undefined) return;
    if (!UNASKED.includes(event) && !world.app.events.includes(event)) return;

    const whole = {
      ...(action === undefined ? {} : { action }),
      ...payload,
      installation: payload["installation"] ?? renderReference(installation),
    };
    this.#check(event, action, whole);
    const delivery = this.#prepare(world, {
      guid: randomUUID(),
      event,
      action,
      installationId: installation.id,
      repositoryId: repository?.id,
      redelivery: false,
      body: JSON.stringify(whole),
    });
    const fault = this.#faults.takeForDelivery(event, action);
    if (fault === "reorder") {
      this.#held.push(delivery);
      return;
    }
    if (fault === "drop") {
      delivery.outcome = { statusCode: 0, status: "dropped", seconds: 0, headers: {}, body: "" };
      return;
    }
    const held = this.#held.splice(0);
    this.#track(this.#sendInOrder(fault === "duplicate" ? [delivery, delivery, ...held] : [delivery, ...held]));
  }

  /** Sends an event once more under the same guid, and answers the new attempt. */
  async redeliver(world: World, id: number): Promise<Delivery> {
    const first = this.deliveries.find((delivery) => delivery.id === id);
    if (first === undefined) throw new Error(`there is no delivery ${id}`);
    const delivery = this.#prepare(world, { ...first, redelivery: true });
    await this.#track(this.#send(delivery));
    return delivery;
  }

  /** Waits until everything that was emitted, also meanwhile, has been answered or given up. */
  async settled(): Promise<void> {
    const held = this.#held.splice(0);
    if (held.length > 0) this.#track(this.#sendInOrder(held));
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #check(event: string, action: string | undefined, payload: unknown): void {
    // The description has one sample of repository_dispatch, whose action is any name.
    const described = event === "repository_dispatch" ? "sample.collected" : action;
    const errors = this.#contract.webhookErrors(event, described, payload);
    if (errors.length > 0) {
      this.#violations.push({ kind: "webhook", where: action === undefined ? event : `${event}.${action}`, errors });
    }
  }

  #prepare(world: World, sent: Omit<Delivery, "id" | "deliveredAt" | "requestHeaders" | "outcome">): Delivery {
    const id = world.id();
    const requestHeaders = {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/stand-in",
      "x-github-delivery": sent.guid,
      "x-github-event": sent.event,
      "x-github-hook-id": String(world.app.id),
      "x-github-hook-installation-target-id": String(world.app.id),
      "x-github-hook-installation-target-type": "integration",
      "x-hub-signature-256": `sha256=${createHmac("sha256", this.#secret).update(sent.body).digest("hex")}`,
    };
    const delivery = { ...sent, id, deliveredAt: world.now(), requestHeaders, outcome: undefined };
    this.deliveries.push(delivery);
    return delivery;
  }

  async #sendInOrder(deliveries: readonly Delivery[]): Promise<void> {
    for (const delivery of deliveries) await this.#send(delivery);
  }

  async #send(delivery: Delivery): Promise<void> {
    const { address } = this;
    if (address === undefined) return;
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: delivery.requestHeaders,
        body: delivery.body,
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const body = await answer.text();
      const headers = Object.fromEntries(answer.headers);
      const status = answer.ok ? "OK" : answer.statusText;
      delivery.outcome = { statusCode: answer.status, status, seconds: seconds(), headers, body };
    } catch (error) {
      const timedOut = error instanceof Error && error.name === "TimeoutError";
      const status = timedOut ? "timed out" : "failed to connect to host";
      delivery.outcome = { statusCode: 0, status, seconds: seconds(), headers: {}, body: "" };
    }
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    return tracked;
  }
}

function renderReference(installation: Installation): Record<string, unknown> {
  return { id: installation.id, node_id: nodeId("MDI", installation.id) };
}
