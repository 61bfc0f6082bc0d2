import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { type CoordinatorOptions, createCoordinator } from "../../src/app/coordinator.js";
import { WritesExhausted } from "../../src/adapters/github/pacing.js";
import { OnxError } from "../../src/domain/errors.js";
import { deadDeliveries, pendingDeliveries, storeDelivery } from "../../src/store/inbox.js";
import { deadEffects, enqueueEffect, findEffect, leaseEffects } from "../../src/store/outbox.js";
import { testStore } from "../store/support.js";

const SOON = { timeout: 10_000, interval: 20 };

function started(options: Partial<CoordinatorOptions>) {
  const { store, clock } = testStore();
  const abandoned: string[] = [];
  const coordinator = createCoordinator({
    store,
    reactor: { name: "reactor.test", react: () => [] },
    receive: async () => null,
    perform: async () => null,
    abandon: async (effect, error) => void abandoned.push(`${effect.effect_key}: ${error}`),
    log: pino({ level: "silent" }),
    random: () => 0,
    lanes: [{ limit: 4 }],
    leaseMs: 60_000,
    ...options,
  });
  onTestFinished(() => coordinator.stop());
  return { store, clock, coordinator, abandoned };
}

function deliver(store: ReturnType<typeof testStore>["store"], id: string, installation: string | null = null): void {
  storeDelivery(store, {
    delivery_id: id,
    event_name: "push",
    action: null,
    installation_id: installation,
    payload_json: "{}",
  });
}

test("an effect that fails for a while is tried again until it is done", async () => {
  let tries = 0;
  const { store, clock, coordinator, abandoned } = started({
    perform: async () => {
      tries += 1;
      if (tries < 3) throw new Error("the network is down");
      return "done";
    },
  });
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  coordinator.start();
  await expect
    .poll(() => {
      clock.advance(60_000);
      coordinator.wake();
      return findEffect(store, "a")?.status;
    }, SOON)
    .toBe("done");
  expect(tries).toBe(3);
  expect(abandoned).toEqual([]);
});

test("an effect that a person must mend is given up at once, and that is recorded", async () => {
  const { store, coordinator, abandoned } = started({
    perform: async () => {
      throw new OnxError("pr.declined", "#1 was closed");
    },
  });
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  coordinator.start();
  await expect.poll(() => deadEffects(store, 10).map(({ effect_key }) => effect_key), SOON).toEqual(["a"]);
  expect(abandoned).toEqual(["a: #1 was closed"]);
});

class Answered extends Error {
  constructor(readonly status: number) {
    super(`GitHub answered ${String(status)}`);
  }
}

/** How often something is tried that always fails like this. */
async function triesOf(error: unknown): Promise<number> {
  let tries = 0;
  const { store, clock, coordinator } = started({
    perform: async () => {
      tries += 1;
      throw error;
    },
  });
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  coordinator.start();
  await expect
    .poll(() => {
      clock.advance(3_600_000);
      coordinator.wake();
      return findEffect(store, "a")?.status;
    }, SOON)
    .toBe("dead");
  return tries;
}

test("an outage is waited for longer than a refusal", async () => {
  expect(await triesOf(new Answered(422))).toBe(8);
  expect(await triesOf(new Answered(502))).toBe(24);
});

test("an effect that nobody comes back from is given up in the end, and that is recorded", async () => {
  const { store, clock, coordinator, abandoned } = started({});
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  for (let vanished = 0; vanished < 24; vanished++) {
    leaseEffects(store, { limit: 1, leaseMs: 1_000 });
    clock.advance(1_000);
  }
  coordinator.start();
  await expect.poll(() => findEffect(store, "a")?.status, SOON).toBe("dead");
  expect(abandoned).toEqual([expect.stringContaining("a: whoever carried out a vanished every time")]);
});

test("a lane that is full holds up no other lane", async () => {
  let finish: () => void = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { store, coordinator } = started({
    perform: (effect) => (effect.kind === "job" ? finished : Promise.resolve()),
    lanes: [
      { only: "job", limit: 1 },
      { except: "job", limit: 1 },
    ],
  });
  for (const key of ["job-1", "job-2"]) enqueueEffect(store, { effect_key: key, kind: "job", request: null }, 1);
  for (const key of ["a", "b"]) enqueueEffect(store, { effect_key: key, kind: "other", request: null }, 2);
  coordinator.start();
  await expect.poll(() => findEffect(store, "b")?.status, SOON).toBe("done");
  expect(["job-1", "job-2"].map((key) => findEffect(store, key)?.status)).toEqual(["leased", "pending"]);
  finish();
  await expect.poll(() => findEffect(store, "job-2")?.status, SOON).toBe("done");
});

test("an effect that has to wait for the write budget has not failed", async () => {
  let tries = 0;
  const { store, clock, coordinator } = started({
    perform: async () => {
      tries += 1;
      if (tries < 40) throw new WritesExhausted(new Date(clock.now().getTime() + 3_600_000));
    },
  });
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  coordinator.start();
  await expect
    .poll(() => {
      clock.advance(3_600_000);
      coordinator.wake();
      return findEffect(store, "a");
    }, SOON)
    .toMatchObject({ status: "done", attempts: 1 });
  expect(tries).toBe(40);
});

test("what is told to stop is due again at once", async () => {
  const { store, coordinator, abandoned } = started({
    perform: (_effect, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
  });
  enqueueEffect(store, { effect_key: "a", kind: "x", request: null }, 1);
  coordinator.start();
  await expect.poll(() => findEffect(store, "a")?.status, SOON).toBe("leased");
  await coordinator.stop();
  expect(findEffect(store, "a")?.status).toBe("pending");
  expect(abandoned).toEqual([]);
});

test("deliveries are worked on in their order, and one that has to wait keeps those behind it waiting", async () => {
  const seen: string[] = [];
  const { store, clock, coordinator } = started({
    receive: async ({ delivery_id }) => {
      seen.push(delivery_id);
      if (delivery_id === "one" && seen.length < 2) throw new Error("not yet");
      return null;
    },
  });
  deliver(store, "one");
  deliver(store, "two");
  coordinator.start();
  await expect
    .poll(() => {
      clock.advance(60_000);
      coordinator.wake();
      return pendingDeliveries(store, 10).length;
    }, SOON)
    .toBe(0);
  expect(seen).toEqual(["one", "one", "two"]);
});

test("a delivery that has to wait holds up no other installation's", async () => {
  const seen: string[] = [];
  const { store, coordinator } = started({
    receive: async ({ delivery_id }) => {
      seen.push(delivery_id);
      if (delivery_id === "one") throw new Error("not yet");
      return null;
    },
  });
  deliver(store, "one", "1");
  deliver(store, "two", "1");
  deliver(store, "three", "2");
  coordinator.start();
  await expect.poll(() => seen, SOON).toEqual(["one", "three"]);
});

test("a delivery that nobody can read is put aside, and the next one is worked on", async () => {
  const seen: string[] = [];
  const { store, coordinator } = started({
    receive: async ({ delivery_id }) => {
      seen.push(delivery_id);
      if (delivery_id === "one") throw new OnxError("delivery.shape", "no such shape");
      return null;
    },
  });
  deliver(store, "one");
  deliver(store, "two");
  coordinator.start();
  await expect.poll(() => seen, SOON).toEqual(["one", "two"]);
  expect(deadDeliveries(store, 10).map(({ delivery_id }) => delivery_id)).toEqual(["one"]);
});
