import { generateKeyPair } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import { promisify } from "node:util";

import { createTemporaryFolder, type TemporaryFolder } from "../temp.js";
import { githubContract } from "./contract.js";
import { EVENTS, PERMISSIONS } from "./defaults.js";
import { Faults } from "./faults.js";
import { Rest } from "./rest.js";
import { makeServer, type LoggedRequest } from "./server.js";
import type { Permissions } from "./state.js";
import { GitHubStandIn } from "./stand-in.js";
import { Tokens } from "./tokens.js";
import type { Violation } from "./violations.js";
import { Webhooks } from "./webhooks.js";
import { World } from "./world.js";

export type { GitHubStandIn } from "./stand-in.js";

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
