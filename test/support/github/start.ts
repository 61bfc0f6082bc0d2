import { generateKeyPair } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { promisify } from "node:util";

import { createTemporaryFolder, type TemporaryFolder } from "../temp.js";
import { githubContract } from "./contract.js";
import { Driver } from "./driver.js";
import { Faults } from "./faults.js";
import { Rest } from "./rest.js";
import { makeServer, type LoggedRequest } from "./server.js";
import type { Permissions } from "./state.js";
import { Tokens } from "./tokens.js";
import type { Violation } from "./violations.js";
import { Webhooks, type Delivery } from "./webhooks.js";
import { World } from "./world.js";

export interface GitHubOptions {
  /** Where the bare repositories are put; a temporary folder unless given. */
  readonly dir?: string;
  readonly appId?: number;
  readonly appSlug?: string;
  readonly webhookSecret?: string;
  /** 0, any free one, unless given. */
  readonly port?: number;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  readonly clock?: () => Date;
}

const PERMISSIONS: Permissions = {
  contents: "write",
  pull_requests: "write",
  issues: "write",
  checks: "write",
  metadata: "read",
  statuses: "read",
  actions: "read",
  workflows: "write",
};

const EVENTS = [
  "release",
  "create",
  "push",
  "pull_request",
  "pull_request_review",
  "issue_comment",
  "check_suite",
  "check_run",
  "status",
  "repository",
  "repository_dispatch",
] as const;

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

interface StandInParts {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly requests: readonly LoggedRequest[];
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly stop: () => Promise<void>;
}

export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubStandIn> {
  const { path: dir, remove } =
    options.dir === undefined ? await createTemporaryFolder("onx-github") : kept(options.dir);
  const keys = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    // The format in which GitHub hands out keys.
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });
  const webhookSecret = options.webhookSecret ?? "development";
  const violations: Violation[] = [];
  const requests: LoggedRequest[] = [];
  const faults = new Faults();
  const contract = githubContract();
  const webhooks = new Webhooks(webhookSecret, faults, contract, violations);
  const world = new World({
    dir,
    contract,
    violations,
    emit: (emission) => webhooks.emit(world, emission),
    clock: options.clock ?? (() => new Date()),
    app: {
      id: options.appId ?? 1,
      slug: options.appSlug ?? "onx-migrate",
      permissions: options.permissions ?? PERMISSIONS,
      events: options.events ?? EVENTS,
      publicKey: keys.publicKey,
    },
  });
  const tokens = new Tokens(world);
  const server = makeServer({ world, tokens, rest: new Rest(world, tokens, webhooks), faults, requests });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  world.url = originOf(server);

  async function stop(): Promise<void> {
    webhooks.address = undefined;
    await webhooks.settled();
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
    await remove();
  }

  return new GitHubStandIn({
    world,
    webhooks,
    faults,
    requests,
    privateKey: keys.privateKey,
    webhookSecret,
    stop,
  });
}

function kept(path: string): TemporaryFolder {
  return { path, remove: async () => {} };
}

function originOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in does not listen on a port");
  return `http://127.0.0.1:${address.port}`;
}
