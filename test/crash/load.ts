import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { send } from "../../src/app/commands.js";
import { createCoordinator } from "../../src/app/coordinator.js";
import { databaseIn, openAppStore } from "../../src/app/database.js";
import { causeOf, sourceEvent } from "../../src/app/effects/effect.js";
import { createReactor } from "../../src/app/reactor.js";
import type { OrchestrationCommand } from "../../src/domain/orchestration/envelope.js";
import { type DeliveryRow, storeDelivery } from "../../src/store/inbox.js";
import { closeStore } from "../../src/store/open-store.js";
import { type LeasedEffect, nextEffectAt } from "../../src/store/outbox.js";
import { consequences, openCampaign } from "./flow.js";
import { say } from "./say.js";

/**
 * The App's coordinator under load, with a folder for the world outside. Run as a process of its own, to be killed:
 *   tsx test/crash/load.ts FOLDER (load | drain) [KIND:POINT]
 * Says each thing that it has acknowledged on a line of its own, the moment that it has. Ends itself without a word at the
 * named point of an effect of the kind. With `drain` it makes no new work, and ends when all is done.
 */
const [folder = ".", mode = "load", crashPoint = ""] = process.argv.slice(2);
const WORLD = join(folder, "world.log");
const LEASE_MS = 300;

const store = openAppStore(databaseIn(folder));
const coordinator = createCoordinator({
  store,
  reactor: createReactor(store),
  receive,
  perform,
  abandon: async (effect, error) => say(`abandoned ${effect.effect_key}: ${error}`),
  log: pino({ level: "silent" }),
  random: Math.random,
  lanes: [{ limit: 4 }],
  leaseMs: LEASE_MS,
});

function crashAt(effect: LeasedEffect, point: string): void {
  if (crashPoint === `${effect.kind}:${point}`) process.kill(process.pid, "SIGKILL");
}

async function receive({ delivery_id }: DeliveryRow): Promise<string> {
  const command = openCampaign(delivery_id);
  const id = `receive:${delivery_id}`;
  acknowledge(id, command, { actor: "server", metadata: { deliveryId: delivery_id } });
  return id;
}

async function perform(effect: LeasedEffect): Promise<string> {
  crashAt(effect, "before-look");
  await pause();
  if (!isDone(effect.effect_key)) {
    crashAt(effect, "before-act");
    appendFileSync(WORLD, `${effect.effect_key}\n`, { flush: true });
    crashAt(effect, "after-act");
  }
  await pause();
  const event = sourceEvent(store, effect);
  for (const [name, command] of consequences(event)) {
    acknowledge(`${effect.effect_key}:${name}`, command, causeOf(event));
    crashAt(effect, "between-records");
  }
  await pause();
  crashAt(effect, "after-record");
  return "done";
}

function isDone(key: string): boolean {
  return existsSync(WORLD) && readFileSync(WORLD, "utf8").split("\n").includes(key);
}

function acknowledge(id: string, command: OrchestrationCommand, cause: Parameters<typeof send>[1]): void {
  const { status, sequence } = send(store, cause, id, command);
  say(`${status} ${id} ${sequence}`);
}

/** Lets the other effects come in between. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
}

function deliver(): void {
  const delivery_id = `d${store.ids.next()}`;
  storeDelivery(store, { delivery_id, event_name: "push", action: null, installation_id: "1", payload_json: "{}" });
  say(`delivered ${delivery_id}`);
  coordinator.wake();
}

function isIdle(): boolean {
  const pending = store.db.prepare("SELECT COUNT(*) FROM webhook_inbox WHERE status = 'pending'").pluck().get();
  return pending === 0 && nextEffectAt(store) === undefined;
}

coordinator.start();
say("ready");
if (mode === "load") {
  setInterval(deliver, 25);
} else {
  // Twice in a row: an event that was just appended has no effect for a moment.
  let idle = 0;
  const timer = setInterval(() => {
    idle = isIdle() ? idle + 1 : 0;
    if (idle < 2) return;
    clearInterval(timer);
    void coordinator.stop().then(() => closeStore(store));
  }, 100);
}
