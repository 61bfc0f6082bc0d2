import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import pLimit from "p-limit";
import { pino } from "pino";
import { createNodeMiddleware } from "probot";
import type { Pacing } from "../adapters/github/pacing.js";
import { createProcessRunner } from "../adapters/queue/process-runner.js";
import { storeDelivery } from "../store/inbox.js";
import { closeStore } from "../store/open-store.js";
import { pauseWrites, takeWrite } from "../store/write-budget.js";
import type { App } from "./app.js";
import { createCoordinator } from "./coordinator.js";
import { databaseIn, openAppStore } from "./database.js";
import { receive } from "./deliveries/receive.js";
import { startDeliverySweep } from "./delivery-sweep.js";
import { abandon, perform } from "./effects/perform.js";
import type { AppConfig } from "./environment.js";
import { createGitHubAccess } from "./github-access.js";
import { createAppFunction, createProbot, WEBHOOK_PATH } from "./probot.js";
import { createReactor } from "./reactor.js";
import { startRetention } from "./retention.js";

export interface RunningServer {
  readonly url: string;
  readonly webhookUrl: string;
  stop(): Promise<void>;
}

/** GitHub sends no larger webhook. */
const MAX_BODY_BYTES = 25 * 1024 * 1024;
/** Effects beside the jobs that may be under way at once. */
const OTHER_EFFECTS = 6;

/** Starts the App: its store, the loop that works on it, and the server that GitHub's webhooks come to. */
export async function startServer(config: AppConfig): Promise<RunningServer> {
  await mkdir(config.dataDir, { recursive: true });
  await mkdir(config.registryDir, { recursive: true });
  const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  const store = openAppStore(databaseIn(config.dataDir));
  const probot = createProbot(config, log);
  const stopping = new AbortController();
  const pacingOf = (installationId: number): Pacing => ({
    budget: {
      take: () => takeWrite(store, String(installationId)),
      pause: (until) => pauseWrites(store, String(installationId), until),
    },
    now: () => store.clock.now().getTime(),
    signal: stopping.signal,
  });
  const app: App = {
    config,
    store,
    clock: store.clock,
    github: createGitHubAccess(
      (installationId) => probot.auth(installationId),
      config.throttled ? pacingOf : undefined,
    ),
    runner: createProcessRunner(fileURLToPath(new URL("worker.js", import.meta.url))),
    jobs: pLimit(config.workers),
    log,
  };
  const coordinator = createCoordinator({
    store,
    reactor: createReactor(store),
    receive: (delivery) => receive(app, delivery),
    perform: (effect, signal) => perform(app, effect, signal),
    abandon: (effect, error) => abandon(app, effect, error),
    log,
    random: Math.random,
    // Jobs take long, and what follows from those that are done does not wait for the others.
    lanes: [
      { only: "job.run", limit: config.workers },
      { except: "job.run", limit: OTHER_EFFECTS },
    ],
    leaseMs: config.leaseMs,
  });
  const keep = createAppFunction((delivery) => {
    storeDelivery(store, delivery);
    coordinator.wake();
  });
  const middleware = await createNodeMiddleware(keep, { probot, webhooksPath: WEBHOOK_PATH });
  const server = createServer((request, response) => {
    if (request.method === "POST" && !hasFittingLength(request)) {
      response.writeHead(413, { "content-type": "text/plain", connection: "close" }).end("too large\n");
      return;
    }
    void middleware(request, response, () => {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found\n");
    });
  });
  const url = await listen(server, config);
  coordinator.start();
  const stopSweep = startDeliverySweep(app);
  const stopRetention = startRetention(app);
  log.info({ url, api: config.apiUrl, data: config.dataDir }, "onx-migrate is up");
  return {
    url,
    webhookUrl: `${url}${WEBHOOK_PATH}`,
    async stop() {
      stopSweep();
      stopRetention();
      stopping.abort();
      server.close();
      server.closeIdleConnections();
      await coordinator.stop();
      closeStore(store);
      log.info("onx-migrate has stopped");
    },
  };
}

/** Bodies are held in memory before their signature can be looked at, so nobody may send an endless one. */
function hasFittingLength({ headers }: IncomingMessage): boolean {
  return Number(headers["content-length"] ?? Number.POSITIVE_INFINITY) <= MAX_BODY_BYTES;
}

async function listen(server: Server, { host, port }: AppConfig): Promise<string> {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address() as AddressInfo;
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name}:${String(address.port)}`;
}
