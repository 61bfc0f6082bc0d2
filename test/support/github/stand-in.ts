import { Driver } from "./driver.js";
import type { Faults } from "./faults.js";
import type { LoggedRequest } from "./server.js";
import type { Violation } from "./violations.js";
import type { Delivery, Webhooks } from "./webhooks.js";
import type { World } from "./world.js";

/** A GitHub on the loopback interface, as people and the app's owner see it. */
export class GitHubStandIn extends Driver {
  readonly url: string;
  readonly appId: number;
  /** The app's key, PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Where the bare repositories are. */
  readonly dir: string;
  readonly faults: Faults;
  readonly requests: readonly LoggedRequest[];
  /** What went against GitHub's own description of its API. A test ends by expecting none. */
  readonly violations: readonly Violation[];
  readonly #world: World;
  readonly #webhooks: Webhooks;
  readonly #stop: () => Promise<void>;

  constructor(parts: StandInParts) {
    super(parts.world);
    this.#world = parts.world;
    this.#webhooks = parts.webhooks;
    this.#stop = parts.stop;
    this.url = parts.world.url;
    this.appId = parts.world.app.id;
    this.dir = parts.world.dir;
    this.violations = parts.world.violations;
    this.privateKey = parts.privateKey;
    this.webhookSecret = parts.webhookSecret;
    this.faults = parts.faults;
    this.requests = parts.requests;
  }

  get deliveries(): readonly Delivery[] {
    return this.#webhooks.deliveries;
  }

  /** No event is sent while there is no address. */
  setWebhookUrl(url: string | undefined): void {
    this.#webhooks.address = url;
  }

  /** Sends an event once more, under the same X-GitHub-Delivery. */
  async redeliver(id: number): Promise<Delivery> {
    return this.#webhooks.redeliver(this.#world, id);
  }

  /** Waits until all webhooks have been answered, also those that come about meanwhile. */
  async deliveriesSettled(): Promise<void> {
    await this.#webhooks.settled();
  }

  async close(): Promise<void> {
    await this.#stop();
  }
}

export interface StandInParts {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly requests: readonly LoggedRequest[];
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly stop: () => Promise<void>;
}
