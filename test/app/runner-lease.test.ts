import { pino } from "pino";
import { expect, test } from "vitest";
import { holdRunnerJob } from "../../src/app/effects/runner-lease.js";
import { LeaseLost } from "../../src/store/errors.js";
import { abandonedRunnerJobs, findRunnerJob } from "../../src/store/runtime.js";
import { testStore } from "../store/support.js";

const A_LONG_TIME_MS = 60_000;

function twoRunners() {
  const { store, clock } = testStore();
  const log = pino({ level: "silent" });
  const recorded: string[] = [];
  const hold = (name: string, work: () => Promise<void>) =>
    holdRunnerJob({ store, runner: { name }, log, config: { leaseMs: 12_000 } }, "m1", "a1", async (stillHeld) => {
      await work();
      stillHeld();
      recorded.push(name);
    });
  return { store, clock, recorded, hold };
}

test("a job that was interrupted is found and run again, and whoever comes back to it records nothing", async () => {
  const { store, clock, recorded, hold } = twoRunners();
  let comeBack: () => void = () => {};
  const away = new Promise<void>((resolve) => {
    comeBack = resolve;
  });
  const first = hold("first", () => away);
  await expect(hold("second", async () => {})).rejects.toMatchObject({ code: "job.held" });
  clock.advance(A_LONG_TIME_MS);
  expect(abandonedRunnerJobs(store)).toMatchObject([{ migration_id: "m1", runner_name: "first" }]);
  await hold("second", async () => {});
  comeBack();
  await expect(first).rejects.toThrow(LeaseLost);
  expect(recorded).toEqual(["second"]);
  expect(findRunnerJob(store, "m1")).toMatchObject({ status: "stopped", runner_name: "second", lease_token: null });
});

test("one that fails lets go of it, so that it can be tried again at once", async () => {
  const { store, recorded, hold } = twoRunners();
  await expect(hold("first", () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
  expect(findRunnerJob(store, "m1")).toMatchObject({ status: "error", lease_token: null });
  await hold("second", async () => {});
  expect(recorded).toEqual(["second"]);
});
